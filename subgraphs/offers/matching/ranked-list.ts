/** How long a part grows before it is parted: moving so many references costs less than a microsecond. */
const PART_MAX = 512;

/**
 * A list that is always in order, in parts: adding to a hundred thousand moves the members of one part. `compare` is a
 * total order, so that a member is found by it.
 */
export class RankedList<T> {
  private readonly parts: T[][] = [];

  constructor(private readonly compare: (a: T, b: T) => number) {}

  get first(): T | undefined {
    return this.parts[0]?.[0];
  }

  /** In order, for as long as `use` wants more. No iterator: a decision goes through many short lists. */
  each(use: (member: T) => boolean): void {
    for (const part of this.parts) for (const member of part) if (!use(member)) return;
  }

  add(member: T): void {
    const at = Math.max(0, this.partOf(member));
    const part = this.parts[at];
    if (!part) return void this.parts.push([member]);
    part.splice(
      firstWhere(part, (other) => this.compare(other, member) >= 0),
      0,
      member,
    );
    if (part.length > PART_MAX) this.parts.splice(at + 1, 0, part.splice(PART_MAX / 2));
  }

  /** Nothing where it is not in the list. */
  remove(member: T): void {
    const at = this.partOf(member);
    const part = this.parts[at];
    if (!part) return;
    const place = firstWhere(part, (other) => this.compare(other, member) >= 0);
    const found = part[place];
    if (found === undefined || this.compare(found, member) !== 0) return;
    part.splice(place, 1);
    if (part.length === 0) this.parts.splice(at, 1);
  }

  /** The last part that begins no later than this; -1 where all begin later. */
  private partOf(member: T): number {
    return firstWhere(this.parts, ([head]) => this.compare(head as T, member) > 0) - 1;
  }
}

/** `is` is false for a number of members and then true; the place where it begins to be. */
function firstWhere<T>(members: readonly T[], is: (member: T) => boolean): number {
  let [low, high] = [0, members.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (is(members[middle] as T)) high = middle;
    else low = middle + 1;
  }
  return low;
}
