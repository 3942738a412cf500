/**
 * Numbers by the minute without a word of what they are: Fitbit's files of steps, distance, calories and altitude look
 * alike, and names of files are not believed. What is known of each tells them apart.
 */
interface Minute {
  timeMs: number;
  value: number;
}

/** A month is 44,640 minutes; a file holds one at most. */
const MINUTES_MOST = 200_000;
/** Nobody takes more steps in a minute, and whoever walks for one covers more centimetres. */
const STEPS_MOST = 300;
/** Altitude is told in steps of ten feet. */
const ALTITUDE_STEP = 10;
const DAY_MS = 86_400_000;

export class FitbitMinutes {
  private readonly minutes: Minute[] = [];

  /** @returns false where there are more than a file of minutes has */
  add(timeMs: number, value: number): boolean {
    if (this.minutes.length >= MINUTES_MOST) return false;
    this.minutes.push({ timeMs, value });
    return true;
  }

  get total(): number {
    return this.minutes.length;
  }

  /** The minutes with steps in them, or null where they tell something else. */
  steps(): Minute[] | null {
    const taken = this.minutes.filter(({ value }) => value > 0);
    const isWhole = taken.every(({ value }) => Number.isInteger(value) && value <= STEPS_MOST);
    const isDaily = taken.every(({ timeMs }) => timeMs % DAY_MS === 0);
    const isAltitude = taken.every(({ value }) => value % ALTITUDE_STEP === 0);
    return isWhole && !isDaily && !isAltitude ? taken : null;
  }
}
