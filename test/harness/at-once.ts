/** The same thing many times at once; `index` tells them apart. */
export function atOnce<T>(times: number, what: (index: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, (_, index) => what(index)));
}

/** How often each text is there. */
export function tally(texts: readonly (string | null | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) counts[String(text)] = (counts[String(text)] ?? 0) + 1;
  return counts;
}
