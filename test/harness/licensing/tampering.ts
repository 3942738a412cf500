import { mintCapability, openVaultCapability, type CapabilityKeys } from "../../../shared/licensing/capability.js";
import { systemRandom } from "../../../shared/identifier.js";
import type { LinkCall } from "../../../shared/link.js";
import { principalOf, type Viewer } from "../../../shared/viewer.js";
import { brandId, personId, type Question } from "./triple.js";

const FORGERS_KEYS: CapabilityKeys = { "user-profile": systemRandom(32), offers: systemRandom(32) };

export function brandViewer(brand: number): Viewer {
  return { kind: "brand", brandId: brandId(brand), clientId: "client" };
}

export function personViewer(person: number): Viewer {
  return { kind: "person", personId: personId(person), displayName: "", emailHash: "", scopes: ["read"] };
}

/** Who the key was minted for. */
export function rightViewer({ road, brand, people }: Question): Viewer {
  return road === "preview" ? personViewer(people[0]!) : brandViewer(brand);
}

/** Shown by somebody else, or in another operation. */
export function tamperedCall(question: Question, call: LinkCall): LinkCall {
  const { brand, people, road, tampering } = question;
  const [person = 0] = people;
  switch (tampering) {
    case "shown by another brand":
      return { ...call, viewer: brandViewer(brand + 1) };
    case "shown by a person":
      return { ...call, viewer: personViewer(road === "preview" ? person + 1 : person) };
    case "shown by nobody":
      return { ...call, viewer: { kind: "nobody" } };
    case "shown by a member of the brand":
      return { ...call, viewer: { kind: "brandMember", brandId: brandId(brand), personId: personId(person) } };
    case "replayed in another operation":
      return { ...call, operationId: "operation-2" };
    default:
      return call;
  }
}

/** Not the key that consent made. */
export function tamperedKey(question: Question, key: string, keys: CapabilityKeys, operation: string): string {
  switch (question.tampering) {
    case "altered":
      return `${key.slice(0, 30)}${key[30] === "A" ? "B" : "A"}${key.slice(31)}`;
    case "forged":
      return forged(question, key, keys, operation);
    case "turned around":
      return key.split(".").reverse().join(".");
    default:
      return key;
  }
}

/** The same claims under a key that is not consent's. */
function forged(question: Question, key: string, keys: CapabilityKeys, operation: string): string {
  const check = { viewer: principalOf(rightViewer(question)), operation, now: new Date(0) };
  const claims = openVaultCapability(keys["user-profile"], key, check);
  return claims === null ? key.slice(1) : mintCapability(FORGERS_KEYS, claims);
}
