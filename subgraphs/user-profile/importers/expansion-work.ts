import { setImmediate as nextTurn } from "node:timers/promises";

/** What one event may cost: some two hundred thousand days or clock times to look at. A daily event since 1970 takes ten. */
const PULSES_OF_ONE = 100;
/** What all events of a file may cost together: about two seconds of work. */
const PULSES_OF_A_FILE = 10_000;
/** Twice as many as an appointment of every hour has in a year; who works by the minute keeps no calendar of it. */
const INSTANCES_OF_ONE = 20_000;
/** Ten meetings on every working day of a hundred years. */
const INSTANCES_OF_A_FILE = 250_000;
/** Each takes a few microseconds, most of it to ask a time zone. */
const INSTANCES_PER_TURN = 256;

/** Why an event is not followed further. */
export enum Excess {
  EVENT = "EVENT",
  FILE = "FILE",
}

/** Bounds what rules of repetition cost, and lets the event loop turn while they are followed. */
export class ExpansionWork {
  private pulses = 0;
  private pulsesOfOne = 0;
  private instances = 0;
  private instancesOfOne = 0;
  private dates = 0;
  /** Whether the event loop has waited long enough. */
  isTurnDue = false;

  constructor(private readonly signal: AbortSignal | undefined) {}

  /** Another event, or the description of a time zone. */
  begin(): void {
    this.pulsesOfOne = 0;
    this.instancesOfOne = 0;
  }

  /** Counts the beginning of a rule, and each pulse of it (see recurrence.ts). */
  pulse(): Excess | null {
    this.pulses += 1;
    this.pulsesOfOne += 1;
    this.isTurnDue = true;
    if (this.pulses > PULSES_OF_A_FILE) return Excess.FILE;
    return this.pulsesOfOne > PULSES_OF_ONE ? Excess.EVENT : null;
  }

  /** Counts a date that is left out or changed. */
  date(): Excess | null {
    this.dates += 1;
    return this.dates % INSTANCES_PER_TURN === 0 ? this.pulse() : null;
  }

  /** Counts what a rule found, or a pulse where that is null. */
  found(atMs: number | null): Excess | null {
    if (atMs === null) return this.pulse();
    this.instances += 1;
    this.instancesOfOne += 1;
    this.isTurnDue ||= this.instances % INSTANCES_PER_TURN === 0;
    if (this.instancesOfOne > INSTANCES_OF_ONE) return Excess.EVENT;
    return this.instances > INSTANCES_OF_A_FILE ? Excess.FILE : null;
  }

  /** To be waited for where it is due. */
  async turn(): Promise<void> {
    this.isTurnDue = false;
    await nextTurn();
    this.signal?.throwIfAborted();
  }
}
