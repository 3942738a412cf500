/** A table written as text, so that it can be read as one: columns by their heading, cells between bars. */
export function table(text: string): Record<string, string>[] {
  const rows = text
    .trim()
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const [headings = [], ...cells] = rows;
  return cells.map((row) => Object.fromEntries(headings.map((heading, i) => [heading, row[i] ?? ""])));
}
