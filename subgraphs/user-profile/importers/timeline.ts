/** The last of what is ordered by time that is not later than an instant. */
export function lastUntil<T extends { atMs: number }>(inOrder: readonly T[], instantMs: number): T | undefined {
  let low = 0;
  let high = inOrder.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((inOrder[middle]?.atMs ?? Infinity) <= instantMs) low = middle + 1;
    else high = middle;
  }
  return inOrder[low - 1];
}
