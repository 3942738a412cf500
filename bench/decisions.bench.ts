import type { Benchmark } from "./benchmark.js";
import { GRANTS, measureDecisions, ourDecision } from "./decisions.js";

const OUR_ROUNDS = 20_000;

async function ours(): Promise<number> {
  const decision = await ourDecision();
  measureDecisions(decision, OUR_ROUNDS); // warm
  return measureDecisions(decision, OUR_ROUNDS);
}

/** Access control lists of casbin, its model as plain as it can be. */
const CASBIN_MODEL = `
[request_definition]
r = sub, obj
[policy_definition]
p = sub, obj
[policy_effect]
e = some(where (p.eft == allow))
[matchers]
m = r.sub == p.sub && r.obj == p.obj
`;

export const decisionsCasbin: Benchmark = {
  name: "decisions-casbin",
  title: "a thousand licence decisions over a hundred grants",
  unit: "ms",
  goal: 0.01,
  runs: 3,
  ours,
  peer: {
    title: "casbin, the same grants as policies",
    async measure() {
      const { newEnforcer, newModelFromString } = await import("casbin");
      const enforcer = await newEnforcer(newModelFromString(CASBIN_MODEL));
      await enforcer.addPolicies(GRANTS.map(({ customer, field }) => [customer, field]));
      const decision = ({ customer, field }: { customer: string; field: string }): boolean =>
        enforcer.enforceSync(customer, field);
      measureDecisions(decision, 2);
      return measureDecisions(decision);
    },
  },
};

export const decisionsCedar: Benchmark = {
  name: "decisions-cedar",
  title: "a thousand licence decisions over a hundred grants",
  unit: "ms",
  goal: 0.01,
  runs: 3,
  ours,
  peer: {
    title: "Cedar, the same grants as policies that are parsed before",
    async measure() {
      const cedar = await import("@cedar-policy/cedar-wasm/nodejs");
      const policies = GRANTS.map(
        ({ customer, field }) =>
          `permit(principal == Customer::"${customer}", action == Action::"read", resource == Field::"${field}");`,
      ).join("\n");
      const parsed = cedar.preparsePolicySet("grants", { staticPolicies: policies });
      if (parsed.type !== "success") throw new Error("Cedar does not read the policies");
      const decision = ({ customer, field }: { customer: string; field: string }): boolean => {
        const answer = cedar.statefulIsAuthorized({
          principal: { type: "Customer", id: customer },
          action: { type: "Action", id: "read" },
          resource: { type: "Field", id: field },
          context: {},
          entities: [],
          preparsedPolicySetId: "grants",
        });
        return answer.type === "success" && answer.response.decision === "allow";
      };
      measureDecisions(decision, 2);
      return measureDecisions(decision);
    },
  },
};
