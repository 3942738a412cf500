const ZERO = 48;
const RADIX_MARKS = "xXoObB";

/**
 * A decimal number as XML Schema's `double` writes it, exponent included ("2.39e1"), or NaN for anything else: absent,
 * blank, "Infinity", "0x1F", "72,5". JavaScript alone would take a blank for 0 and read hexadecimal.
 */
export function decimal(text: string | undefined): number {
  if (text === undefined || text.trim() === "") return NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) return NaN;
  const hasRadix = text.charCodeAt(0) === ZERO && text.length > 1 && RADIX_MARKS.includes(text.charAt(1));
  return hasRadix ? NaN : value;
}
