import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { ApiClient } from "./api-client.js";
import type { Demo, DemoPerson } from "./demo.js";

const NAME = "The Morning Paper";

/** A partner app with one linked user, whom it calls `mara`; everybody else is nobody to it. */
export async function openPartner(
  operator: ApiClient,
  publicUrl: string,
  origin: string,
  mara: DemoPerson,
  settle: () => Promise<void>,
): Promise<Demo["partners"][number]> {
  const input = { name: NAME, origins: [origin], placements: ["home", "sidebar"], idempotencyKey: "demo-partner" };
  const { publishableKey, secretKey } = await operator.mutate<{ publishableKey: string; secretKey: string }>(
    "registerPartnerApp",
    input,
    "publishableKey secretKey",
  );
  await settle();
  const assertion = await new SignJWT({ sub: "mara", origin, jti: randomUUID(), label: "Mara" })
    .setProtectedHeader({ alg: "HS256" })
    .setIssuer(publishableKey)
    .setAudience(publicUrl)
    .setExpirationTime("4 minutes")
    .sign(Buffer.from(secretKey));
  await mara.api.mutate("linkPartnerApp", { assertion, idempotencyKey: "demo-link" }, "partnerApps { id }");
  return { name: NAME, publishableKey, secretKey, origin };
}
