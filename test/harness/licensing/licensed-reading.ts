import type { LinkCall } from "../../../shared/link.js";
import { DAY_MS } from "../../../shared/clock.js";
import { systemRandom } from "../../../shared/identifier.js";
import { mintCapability, type VaultCapability } from "../../../shared/licensing/capability.js";
import { Precision } from "../../../shared/licensing/precision.js";
import { Purpose } from "../../../shared/licensing/purpose.js";
import { memorySubgraph } from "./memory-subgraph.js";
import { settledAnswer, type SettledAnswer } from "./settled-answer.js";
import type { TermFact } from "./triple.js";
import type { VaultContents } from "./vault-contents.js";

const LICENCE = "licence-1";

/** Asks one vault under one licence of some terms: `selection` stands in the braces of `data`. */
export async function licensedReading(
  vault: VaultContents,
  terms: readonly TermFact[],
  now: Date,
): Promise<(selection: string) => Promise<SettledAnswer & { data: never }>> {
  const keys = { "user-profile": systemRandom(32), offers: systemRandom(32) };
  const vaults = await memorySubgraph(keys["user-profile"]);
  vaults.hold(new Map([["person-1", vault]]));
  vaults.setNow(now);
  const claims: VaultCapability = {
    jti: "jti-1",
    operation: "operation-1",
    viewer: "brand:brand-1",
    person: "person-1",
    brand: "brand-1",
    purpose: Purpose.SERVICE_PERSONALISATION,
    mode: "DISCLOSE",
    traitsKey: systemRandom(32).toString("base64url"),
    expMs: now.getTime() + 10_000,
    licences: [{ id: LICENCE, price: 0, held: false }],
    terms: terms.map(({ field, precision, historyDays }) => ({
      licence: LICENCE,
      field,
      precision: Precision[precision],
      historyFromMs: now.getTime() - historyDays * DAY_MS,
      state: "GRANTED",
    })),
  };
  const call: LinkCall = {
    viewer: { kind: "brand", brandId: "brand-1", clientId: "client-1" },
    operationId: "operation-1",
    operationName: null,
    licensedFields: [],
    comparedFields: [],
  };
  return async (selection) => {
    const query = `query Q($representations: [_Any!]!) {
      _entities(representations: $representations) { ... on Customer { data { ${selection} } } } }`;
    const representations = [{ __typename: "Customer", capability: mintCapability(keys, claims) }];
    const { data, errors } = settledAnswer(await vaults.link.execute({ query, variables: { representations } }, call));
    const [customer] = (data as { _entities: { data: never }[] })._entities;
    return { data: customer!.data, errors };
  };
}
