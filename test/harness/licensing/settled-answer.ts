import type { ExecutionResult } from "graphql";
import type { Fate } from "./oracle.js";

/** A subgraph's answer, with each error taken to the place that it speaks of. */
export interface SettledAnswer {
  data: unknown;
  errors: readonly SettledError[];
}

interface SettledError {
  path: string;
  code: string;
  detail: Record<string, unknown>;
}

export function settledAnswer(result: ExecutionResult): SettledAnswer {
  const { data, errors = [] } = JSON.parse(JSON.stringify(result)) as {
    data: unknown;
    errors?: { path?: (string | number)[]; extensions?: Record<string, unknown> }[];
  };
  const settled = errors.map(({ path = [], extensions = {} }) => ({
    path: path.join("."),
    code: typeof extensions["code"] === "string" ? extensions["code"] : "an error without a code",
    detail: extensions,
  }));
  return { data, errors: settled };
}

/** What became of the field at a path, its own crossing parts included; counts the errors that it was told by. */
export function fateAt(answer: SettledAnswer, path: readonly (string | number)[], part: string | null): [Fate, number] {
  const at = path.join(".");
  const errors = answer.errors.filter((error) => error.path === at);
  const value = path.reduce<unknown>((parent, step) => (parent as Record<string, unknown> | null)?.[step], answer.data);
  const refusal = errors.find(({ code }) => code !== "CAPPED");
  if (refusal) {
    // A refusal beside a value, or two of them, is an outcome of its own.
    if (errors.length > 1 || (value !== null && value !== undefined))
      return [{ error: `${refusal.code} and more` }, errors.length];
    const { field, reason } = refusal.detail;
    return [
      refusal.code === "WITHHELD"
        ? { withheld: String(reason), ...(!at.endsWith(String(field)) && {}) }
        : { error: refusal.code },
      1,
    ];
  }
  let count = errors.length;
  let told = value;
  if (part !== null && Array.isArray(value)) {
    told = value.map((item: object, i) => {
      const [fate, own] = fateAt(answer, [...path, i, part], null);
      count += own;
      return { ...item, [part]: fate };
    });
  }
  return [{ told, ...cappedOf(errors) }, count];
}

function cappedOf(errors: readonly SettledError[]): { capped?: { precision: never; from: string | null } } {
  const [capped] = errors;
  if (!capped) return {};
  const { precision, from } = capped.detail as { precision: never; from: string | null };
  return { capped: { precision, from } };
}

/** One text for what is equal: keys in order, lists without one, since what is told alike may stand in any order. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join(",")}]`;
  if (value === null || typeof value !== "object") return value === undefined ? "nothing" : JSON.stringify(value);
  const entries = Object.entries(value).filter(([, own]) => own !== undefined);
  return `{${entries
    .map(([key, own]) => `${key}:${canonical(own)}`)
    .sort()
    .join(",")}}`;
}
