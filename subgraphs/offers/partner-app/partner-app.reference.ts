import { hiddenObject } from "../../../shared/hidden.js";

/** There is none yet. */
export async function resolvePartnerApp(): Promise<object> {
  return hiddenObject();
}
