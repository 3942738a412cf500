import { isIPv6 } from "node:net";
import { LRUCache } from "lru-cache";
import { MINUTE_MS, SECOND_MS, type Clock } from "../../shared/clock.js";

/** A form has a handful of short fields. */
export const FORM_MAX_BYTES = 16 * 1024;
export const FORM_MAX_FIELDS = 20;

/** Nobody sends more forms by hand; a password hash costs 20 ms of one core. */
export const FORMS_PER_MINUTE = 60;

/** Memory for this many network addresses; beyond it the least recent are forgotten. */
const REMEMBERED_ADDRESSES = 50_000;

/** Counts the forms that one network address sends, in windows of a minute. */
export class FormLimit {
  private readonly counts = new LRUCache<string, { count: number; endsAt: number }>({ max: REMEMBERED_ADDRESSES });

  constructor(private readonly clock: Clock) {}

  /** Seconds to wait, or null when the form may go on. */
  count(address: string): number | null {
    const now = this.clock().getTime();
    const known = this.counts.get(address);
    const current = known && known.endsAt > now ? known : { count: 0, endsAt: now + MINUTE_MS };
    current.count += 1;
    this.counts.set(address, current);
    return current.count > FORMS_PER_MINUTE ? Math.ceil((current.endsAt - now) / SECOND_MS) : null;
  }
}

/** An IPv4 address, or the /64 of an IPv6 one: that much belongs to one customer, who may choose the rest (RFC 6177). */
export function networkOf(ip: string | undefined): string {
  if (ip === undefined) return "unknown";
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(ip)) return ip;
  const [head = "", tail] = ip.split("::");
  const groups = head === "" ? [] : head.split(":");
  const after = tail ? tail.split(":").length : 0;
  if (tail !== undefined) groups.push(...Array<string>(Math.max(0, 8 - groups.length - after)).fill("0"));
  return `${groups.slice(0, 4).join(":")}::/64`;
}
