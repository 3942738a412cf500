import { isIPv6 } from "node:net";

const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/** Groups of an IPv6 address that name a site: one customer of a provider has all the rest (RFC 6177). */
const SITE_GROUPS = 4;

/** Whom somebody without a token is counted as: an IPv4 address, or the /64 that an IPv6 address is of. */
export function clientAddress(address: string | undefined): string {
  if (address === undefined) return "address:unknown";
  const mapped = MAPPED_IPV4.exec(address)?.[1];
  const plain = mapped ?? address.split("%")[0] ?? address;
  return `address:${isIPv6(plain) ? site(plain) : plain}`;
}

function site(address: string): string {
  const [head = "", tail] = address.split("::");
  const front = head === "" ? [] : head.split(":");
  const back = tail === undefined || tail === "" ? [] : tail.split(":");
  const missing = tail === undefined ? 0 : Math.max(0, 8 - front.length - back.length);
  const groups = [...front, ...Array<string>(missing).fill("0"), ...back];
  return groups
    .slice(0, SITE_GROUPS)
    .map((group) => parseInt(group, 16).toString(16))
    .join(":");
}
