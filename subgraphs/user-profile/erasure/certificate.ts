import type { RoomName } from "../../../shared/outbox.js";
import type { Signer } from "../../../shared/signer.js";
import type { RoomErasure } from "./erasure-row.js";

export const CERTIFICATE_TYPE = "erasure-certificate+jwt";

/** What a certificate says: that every room has destroyed its key of one person. It names the erasure, not the person. */
export interface ErasureCertificate {
  iss: string;
  /** The erasure's id. */
  jti: string;
  /** RFC 7519: seconds since 1970. */
  iat: number;
  /** Gone from the running system, every room of it. ISO 8601, UTC. */
  erasedAt: string;
  /** Gone from every backup and log. ISO 8601, UTC. */
  unrecoverableFrom: string;
  rooms: Readonly<Record<string, RoomErasure>>;
}

/** The later of every room's two dates. */
export function datesOf(rooms: Partial<Record<RoomName, RoomErasure>>): RoomErasure {
  const latest = (name: keyof RoomErasure): string =>
    Object.values(rooms)
      .map((room) => room[name])
      .sort()
      .at(-1) ?? "";
  return { erasedAt: latest("erasedAt"), unrecoverableFrom: latest("unrecoverableFrom") };
}

export function signCertificate(
  signer: Signer,
  issuer: string,
  { id, rooms }: { id: string; rooms: Record<string, RoomErasure> },
  now: Date,
): Promise<string> {
  const certificate: ErasureCertificate = {
    iss: issuer,
    jti: id,
    iat: Math.floor(now.getTime() / 1_000),
    ...datesOf(rooms),
    rooms,
  };
  return signer.sign(CERTIFICATE_TYPE, certificate);
}
