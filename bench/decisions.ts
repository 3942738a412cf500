import type * as CapabilityModule from "../shared/licensing/capability.js";
import type * as DecideModule from "../shared/licensing/decide.js";
import type * as PrecisionModule from "../shared/licensing/precision.js";
import { built } from "./built.js";

/** A question that one engine and the other answer alike: may this customer's field leave? */
export interface Question {
  customer: string;
  field: string;
}

const CUSTOMERS = 10;
/** Licensed, ten to each customer: a hundred grants. */
const GRANTED = [
  "heart.rate",
  "heart.restingRate",
  "body.weight",
  "sleep.duration",
  "diet.energy",
  "fitness.steps",
  "fitness.workouts",
  "fitness.activeEnergy",
  "work.workingHours",
  "photos.count",
];
/** Asked as well: what nobody licensed. */
const WITHHELD = ["heart.variability", "location.visits"];

const customers = Array.from({ length: CUSTOMERS }, (_, index) => `customer-${index}`);
export const GRANTS: readonly Question[] = customers.flatMap((customer) =>
  GRANTED.map((field) => ({ customer, field })),
);
export const QUESTIONS: readonly Question[] = customers.flatMap((customer) =>
  [...GRANTED.slice(0, 8), ...WITHHELD].map((field) => ({ customer, field })),
);
/** What every engine must say, before it is timed. */
export const ALLOWED: readonly boolean[] = QUESTIONS.map(({ field }) => GRANTED.includes(field));

/** Our decision over ten capabilities that are open, as a batch of customers has them. */
export async function ourDecision(): Promise<(question: Question) => boolean> {
  const { decide } = await built<typeof DecideModule>("shared/licensing/decide.js");
  const { Precision } = await built<typeof PrecisionModule>("shared/licensing/precision.js");
  const now = new Date();
  const capabilities = new Map(
    customers.map((customer): [string, CapabilityModule.VaultCapability] => [
      customer,
      {
        ...{ jti: customer, operation: "o", viewer: "brand:b", person: customer, brand: "b", traitsKey: "" },
        ...{ purpose: "SERVICE_PERSONALISATION" as never, mode: "DISCLOSE", expMs: now.getTime() + 10_000 },
        licences: [{ id: "l", price: 1, held: true }],
        terms: GRANTED.map((field) => {
          return { licence: "l", field, precision: Precision.COARSE, historyFromMs: 0, state: "GRANTED" as const };
        }),
      },
    ]),
  );
  const asked = { precision: null, during: null };
  return ({ customer, field }) => decide(capabilities.get(customer) ?? null, field, asked, now).outcome === "GRANTED";
}

const ROUNDS = 20;

/** Milliseconds for a thousand decisions; the answers are compared first. */
export function measureDecisions(decision: (question: Question) => boolean, rounds = ROUNDS): number {
  for (const [index, question] of QUESTIONS.entries()) {
    if (decision(question) !== ALLOWED[index]) throw new Error("the engines do not agree");
  }
  const startMs = performance.now();
  let allowed = 0;
  for (let round = 0; round < rounds; round += 1) {
    for (const question of QUESTIONS) if (decision(question)) allowed += 1;
  }
  const ms = performance.now() - startMs;
  if (allowed !== rounds * ALLOWED.filter(Boolean).length) throw new Error("an answer has changed");
  return (ms * 1_000) / (rounds * QUESTIONS.length);
}
