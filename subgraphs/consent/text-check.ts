import { ErrorCode, Refused } from "../../shared/user-error.js";

/** Text that people read: something in it, no control characters but line breaks, and no longer than `maximum`. */
export function checkText(text: string, maximum: number, field: string): void {
  const isReadable = text.trim().length > 0 && !/[\u0000-\u0009\u000b-\u001f\u007f]/.test(text);
  if (!isReadable || text.length > maximum) {
    throw new Refused(ErrorCode.INVALID, `This is text of 1 to ${maximum} characters.`, [field]);
  }
}

export function invalid(message: string, ...field: (string | number)[]): Refused {
  return new Refused(ErrorCode.INVALID, message, field.map(String));
}
