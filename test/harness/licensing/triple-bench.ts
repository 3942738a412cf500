import type { Viewer } from "../../../shared/viewer.js";
import type { CapabilityKeys } from "../../../shared/licensing/capability.js";
import { systemRandom } from "../../../shared/identifier.js";
import type { LinkCall } from "../../../shared/link.js";
import { CROSSINGS } from "./contract-fields.js";
import { memoryConsent, refOf, type MemoryConsent } from "./memory-consent.js";
import { memorySubgraph, type MemorySubgraph } from "./memory-subgraph.js";
import { isCustomer, judge, type ExpectedUse } from "./oracle.js";
import { queryText, type QueryText } from "./query-text.js";
import { canonical, fateAt, settledAnswer, type SettledAnswer } from "./settled-answer.js";
import { brandViewer, personViewer, rightViewer, tamperedCall, tamperedKey } from "./tampering.js";
import type { Tally } from "./tally.js";
import { MADE_UP, OTHER_BRANDS, personId, type Triple } from "./triple.js";

const KEYS: CapabilityKeys = { "user-profile": systemRandom(32), offers: systemRandom(32) };
const OPERATION = "operation-1";

/** Runs triples through consent's minting and user-profile's schema, and says where the answer is not the oracle's. */
export class TripleBench {
  private constructor(
    private readonly consent: MemoryConsent,
    private readonly vaults: MemorySubgraph,
    private readonly tally: Tally | null,
  ) {}

  static async open(tally: Tally | null = null): Promise<TripleBench> {
    return new TripleBench(await memoryConsent(KEYS), await memorySubgraph(KEYS["user-profile"]), tally);
  }

  /** Null where both agree; else what differs, in words for whoever reads the counterexample. */
  async disagreement(triple: Triple): Promise<string | null> {
    const { graph, question } = triple;
    this.vaults.takeUses();
    this.consent.hold(triple);
    this.vaults.hold(new Map(graph.people.map((vault, i) => [personId(i), vault])));
    const text = queryText(question.selections);
    const roots = await this.roots(triple, text);
    const unopened = roots.find(({ person, key }) => (key !== null) !== (person >= 0 && isCustomer(triple, person)));
    for (const { key } of roots) this.tally?.count(key === null && question.road !== "own" ? "nobody" : question.road);
    if (unopened && question.road !== "own") {
      return `person ${unopened.person} is ${unopened.key === null ? "nobody" : "a customer"} and should not be`;
    }
    const answered = roots.filter(({ key }) => key !== null || question.road === "own");
    const answer = await this.ask(triple, text, answered);
    return (
      this.disagreementIn(triple, text, answered, answer) ??
      disagreementInUses(triple, answered, this.vaults.takeUses())
    );
  }

  private async roots(triple: Triple, text: QueryText): Promise<Root[]> {
    const { graph, question } = triple;
    const { road, brand, purpose, people } = question;
    const viewer = road === "preview" ? personViewer(people[0]!) : brandViewer(brand);
    const licensedFields = question.isAnnounced ? text.licensedFields : [];
    const call = { ...callOf(viewer, text), licensedFields };
    const context = { ...call, now: new Date(graph.nowMs) };
    if (road === "own") return [{ person: people[0]!, key: null }];
    if (road === "preview") {
      const key = await this.consent.preview(context, people[0]!, brand, purpose);
      return [{ person: people[0]!, key }];
    }
    if (road === "customer") {
      return Promise.all(
        people.map(async (person) => ({
          person,
          key: await this.consent.customer(context, referenceTo(person, brand), purpose),
        })),
      );
    }
    const nodes = await this.consent.customers(context, purpose);
    return graph.people.map((_vault, person) => ({
      person,
      key: nodes.find(({ ref }) => ref === refOf(person, brand))?.capability ?? null,
    }));
  }

  private async ask(triple: Triple, text: QueryText, roots: readonly Root[]): Promise<SettledAnswer> {
    const { graph, question } = triple;
    const { selection, fragments, declarations, variables } = text;
    this.vaults.setNow(new Date(graph.nowMs + question.delayMs));
    if (question.road === "own") {
      const head = declarations.length > 0 ? `(${declarations.join(", ")})` : "";
      const query = `query Q${head} { me { ${selection} } } ${fragments}`;
      return settledAnswer(
        await this.vaults.link.execute({ query, variables }, callOf(personViewer(question.people[0]!), text)),
      );
    }
    const head = ["$representations: [_Any!]!", ...declarations].join(", ");
    const query = `query Q(${head}) { _entities(representations: $representations) { ... on Customer { ${selection} } } } ${fragments}`;
    const representations = roots.map(({ key }) => ({
      __typename: "Customer",
      capability: tamperedKey(question, key!, KEYS, OPERATION),
    }));
    const call = tamperedCall(question, callOf(rightViewer(question), text));
    return settledAnswer(await this.vaults.link.execute({ query, variables: { ...variables, representations } }, call));
  }

  private disagreementIn(
    triple: Triple,
    text: QueryText,
    roots: readonly Root[],
    answer: SettledAnswer,
  ): string | null {
    let explained = 0;
    for (const [i, { person }] of roots.entries()) {
      const base = triple.question.road === "own" ? ["me"] : ["_entities", i];
      for (const [s, selection] of triple.question.selections.entries()) {
        const path = text.paths[s];
        if (!path) continue;
        const part = selection.isCrossing ? (CROSSINGS[selection.path]?.part ?? null) : null;
        const [actual, errors] = fateAt(answer, [...base, ...path], part);
        explained += errors;
        const { fate: expected, cells } = judge(triple, person, selection);
        this.tally?.note(selection.path, expected, cells);
        if (canonical(actual) !== canonical(expected)) {
          return `person ${person}, ${selection.path}: answered ${canonical(actual)}, expected ${canonical(expected)}`;
        }
      }
    }
    const shown = JSON.stringify(answer.errors);
    return explained === answer.errors.length ? null : `the answer has errors that belong to no field: ${shown}`;
  }
}

interface Root {
  person: number;
  key: string | null;
}

function disagreementInUses(
  triple: Triple,
  roots: readonly Root[],
  uses: ReturnType<MemorySubgraph["takeUses"]>,
): string | null {
  const expected = roots.flatMap(({ person }) =>
    triple.question.selections.flatMap((selection) =>
      selection.style === "skipped" ? [] : judge(triple, person, selection).uses,
    ),
  );
  const noted = uses.map(({ field, ...use }) => ({ ...use, ...field }) as ExpectedUse);
  const [actual, wanted] = [canonical(noted), canonical(expected)];
  return actual === wanted ? null : `noted as read: ${actual}, expected ${wanted}`;
}

function referenceTo(person: number, brand: number): string {
  if (person === OTHER_BRANDS) return refOf(0, 1 - brand);
  return person === MADE_UP ? "made-up" : refOf(person, brand);
}

function callOf(viewer: Viewer, text: QueryText): LinkCall {
  return {
    viewer,
    operationId: OPERATION,
    operationName: null,
    licensedFields: text.licensedFields,
    comparedFields: [],
  };
}
