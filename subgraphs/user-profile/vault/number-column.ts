/**
 * A column of like numbers as bytes. Columns of one day are short steps apart or all the same, and written as such they
 * take a byte or two a number before they are compressed, and no parsing.
 */
const CONSTANT = 0;
const STEPS = 1;
const PARTS = 2;
const DOUBLES = 3;

const FORM_BYTES = 1;
const DOUBLE_BYTES = 8;
/** Seven bits a byte: a doubled step below 2 ** 53 takes eight. */
const STEP_BYTES_MAX = 8;
/** Recorders write full seconds, as milliseconds; 1 takes every other whole number. */
const UNITS = [1000, 1] as const;
/** A step between two numbers within is still exact when it is doubled for its sign. */
const STEPPED_MAX = 2 ** 51;
/** Some sensors write four decimals now and then; apart from the whole numbers these stay short. */
const FRACTION = 10_000;
/** Up to here the number of fractions is a safe integer. */
const PARTED_MAX = 2 ** 39;

/** The numbers as bytes that tell their own form. NaN may stand for what is absent; -0 is 0. */
export function numberColumn(numbers: readonly number[]): Buffer {
  const first = numbers[0] ?? NaN;
  if (numbers.every((number) => Object.is(number, first))) return doubles(CONSTANT, [first]);
  const unit = UNITS.find((candidate) => numbers.every((number) => isStepped(number, candidate)));
  if (unit !== undefined) return steps(numbers, unit);
  return numbers.every(isParted) ? parts(numbers) : doubles(DOUBLES, numbers);
}

/** Reads columns in the order in which they were written. */
export class ColumnReader {
  constructor(
    private readonly bytes: Buffer,
    private at = 0,
  ) {}

  numbers(count: number): Float64Array {
    const form = this.bytes[this.at];
    this.at += FORM_BYTES;
    const numbers = new Float64Array(count);
    if (form === CONSTANT) return numbers.fill(this.double());
    if (form === STEPS) return this.steps(numbers);
    if (form === PARTS) {
      const fractions = this.numbers(count);
      return this.numbers(count).map((whole, i) => joined(whole, fractions[i] ?? 0));
    }
    for (let i = 0; i < count; i++) numbers[i] = this.double();
    return numbers;
  }

  private double(): number {
    const number = this.bytes.readDoubleLE(this.at);
    this.at += DOUBLE_BYTES;
    return number;
  }

  private steps(numbers: Float64Array): Float64Array {
    const { bytes } = this;
    let at = this.at;
    const unit = bytes[at++] === 0 ? UNITS[0] : UNITS[1];
    let sum = 0;
    for (let i = 0; i < numbers.length; i++) {
      let byte = bytes[at++] ?? 0;
      let doubled = byte & 127;
      for (let place = 128; byte > 127; place *= 128) {
        byte = bytes[at++] ?? 0;
        doubled += (byte & 127) * place;
      }
      sum += doubled % 2 === 0 ? doubled / 2 : -(doubled + 1) / 2;
      numbers[i] = sum * unit;
    }
    this.at = at;
    return numbers;
  }
}

function isStepped(number: number, unit: number): boolean {
  return number % unit === 0 && Math.abs(number) <= STEPPED_MAX;
}

function isParted(number: number): boolean {
  return Math.abs(number) <= PARTED_MAX && joined(Math.trunc(number), fractionsOf(number)) === number;
}

function fractionsOf(number: number): number {
  return Math.round((number % 1) * FRACTION);
}

/** One division of two whole numbers rounds as reading the decimal does. */
function joined(whole: number, fractions: number): number {
  return (whole * FRACTION + fractions) / FRACTION;
}

function parts(numbers: readonly number[]): Buffer {
  return Buffer.concat([
    Buffer.of(PARTS),
    numberColumn(numbers.map(fractionsOf)),
    numberColumn(numbers.map(Math.trunc)),
  ]);
}

function doubles(form: number, numbers: readonly number[]): Buffer {
  const bytes = Buffer.allocUnsafe(FORM_BYTES + numbers.length * DOUBLE_BYTES);
  bytes[0] = form;
  numbers.forEach((number, i) => bytes.writeDoubleLE(number, FORM_BYTES + i * DOUBLE_BYTES));
  return bytes;
}

/** Differences, their sign in the lowest bit, in base 128, lowest digit first; the top bit says that more follows. */
function steps(numbers: readonly number[], unit: (typeof UNITS)[number]): Buffer {
  const bytes = Buffer.allocUnsafe(FORM_BYTES + 1 + numbers.length * STEP_BYTES_MAX);
  bytes[0] = STEPS;
  bytes[FORM_BYTES] = UNITS.indexOf(unit);
  let at = FORM_BYTES + 1;
  let previous = 0;
  for (const number of numbers) {
    const step = number / unit - previous;
    previous += step;
    let doubled = step >= 0 ? step * 2 : -step * 2 - 1;
    for (; doubled > 127; doubled = Math.floor(doubled / 128)) bytes[at++] = (doubled % 128) | 128;
    bytes[at++] = doubled;
  }
  return bytes.subarray(0, at);
}
