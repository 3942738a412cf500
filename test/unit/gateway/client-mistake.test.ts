import { buildSchema, execute, parse, validate } from "graphql";
import { describe, expect, it } from "@jest/globals";
import { clientMistake } from "../../../gateway/client-mistake.js";

const schema = buildSchema(`
  type Query { field(id: ID, count: Int, rate: Float, name: String, is: Boolean, purpose: Purpose, input: Input, must: Input!): Int other: Query }
  enum Purpose { SERVICE RESEARCH }
  input Input { id: ID count: Int! inner: Input list: [Int!] }
`);

/** Everything that graphql-js says of a request: what a client's mistake could repeat to it. */
function messagesOf(text: string, variables: Record<string, unknown> = {}): string[] {
  let document;
  try {
    document = parse(text, { maxTokens: 100 });
  } catch (error) {
    return [(error as Error).message];
  }
  const invalid = validate(schema, document);
  if (invalid.length > 0) return invalid.map(({ message }) => message);
  const { errors } = execute({ schema, document, variableValues: variables }) as { errors?: { message: string }[] };
  return (errors ?? []).map(({ message }) => message);
}

describe("a client's own mistake", () => {
  const SECRET = "mara-is-pregnant";
  const literal = (argument: string) => [`{ field(must: { count: 1 }, ${argument}) }`, {}] as const;
  const variable = (type: string, argument: string, value: unknown) =>
    [`query ($v: ${type}) { field(must: { count: 1 }, ${argument}: $v) }`, { v: value }] as const;

  it.each([
    ["a literal Int", ...literal(`count: "${SECRET}"`)],
    ["a literal ID", ...literal(`id: { a: "${SECRET}" }`)],
    ["a literal Float", ...literal(`rate: "${SECRET}"`)],
    ["a literal String", ...literal(`name: { a: "${SECRET}" }`)],
    ["a literal Boolean", ...literal(`is: "${SECRET}"`)],
    ["a literal enum", ...literal(`purpose: "${SECRET}"`)],
    ["a literal enum name", ...literal(`purpose: ${SECRET.replaceAll("-", "_")}`)],
    ["a literal object", ...literal(`input: "${SECRET}"`)],
    ["a variable Int", ...variable("Int", "count", SECRET)],
    ["a variable ID", ...variable("ID", "id", { SECRET })],
    ["a variable enum", ...variable("Purpose", "purpose", SECRET)],
    ["a variable object", ...variable("Input", "input", SECRET)],
    ["a variable's inner value", ...variable("Input", "input", { count: 1, inner: { count: SECRET } })],
    ["a variable's unknown key", ...variable("Input", "input", { count: 1, [SECRET]: 1 })],
    ["a value that looks like a message", ...variable("Int", "count", `x; ${SECRET} at "${SECRET}"; ${SECRET}`)],
    ["a value that ends like one", ...variable("Purpose", "purpose", `${SECRET}; Expected type "${SECRET}" to be`)],
    ["a string where a name should be", `{ field("${SECRET}") }`, {}],
    ["a string that goes on", `{ field(name: "${SECRET} ) }`, {}],
    ["a bad escape", `{ field(name: "\\x${SECRET}") }`, {}],
  ])("is told without %s", (_name, text, variables: Record<string, unknown>) => {
    const messages = messagesOf(text, variables);
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) {
      expect(clientMistake(message)).not.toMatch(/mara|pregnant/);
    }
  });

  it("keeps what helps: where, and of which type", () => {
    const told = (text: string, variables?: Record<string, unknown>) => messagesOf(text, variables).map(clientMistake);
    expect(told(...variable("Input", "input", { count: 1, list: [1, "x"] }))).toEqual([
      'Variable "$v" got an invalid value at "v.list[1]". Int cannot represent this value.',
    ]);
    expect(told(...variable("Purpose", "purpose", "SERVIC"))).toEqual([
      'Variable "$v" got an invalid value. The value does not exist in "Purpose" enum.',
    ]);
    expect(told("{ fields }")).toEqual(['Cannot query field "fields" on type "Query". Did you mean "field"?']);
    expect(told("{ other }")).toEqual(['Field "other" must have a selection.']);
    expect(told("{ field }")).toEqual([
      'Field "field" argument "must" of type "Input!" is required, but it was not provided.',
    ]);
    expect(told("{")).toEqual(["Syntax Error: Expected Name."]);
    expect(told(`{ ${"other ".repeat(200)} }`)[0]).toMatch(/^Syntax Error: Document contains more that 100 tokens/);
  });

  it("is anything else than a sentence that is known", () => {
    expect(clientMistake("Duplicate entry 'alice@example.com' for key")).toBe("The request is not valid.");
    expect(clientMistake('Cannot query field "a" on type "B". alice@example.com')).toBe("The request is not valid.");
  });
});
