/**
 * The sentences that tell a client of its own mistake. They come from graphql-js and the server, which repeat what was
 * sent; a value may be somebody's. So only shapes that are known pass, with names of the schema and of the query in
 * them and never a value; every other message becomes UNKNOWN.
 */
const UNKNOWN = "The request is not valid.";

const NAME = String.raw`"[$@!\w.[\]():]{1,200}"`;
const SUGGESTION = String.raw`(?: Did you mean [\w "$@,.]{1,300}\?)?`;

const shape = (text: string): RegExp => {
  const pattern = text.replaceAll("NAME", NAME).replaceAll("SUGGESTION", SUGGESTION);
  return new RegExp(`^${pattern}$`);
};

/** Said as they are. */
const KEPT: readonly RegExp[] = [
  "Cannot query field NAME on type NAME\\.SUGGESTION",
  "Unknown (?:argument NAME on (?:field|directive)|type|fragment|directive) NAME\\.SUGGESTION",
  "Field NAME must not have a selection since type NAME has no subfields\\.",
  "(?:Field|Directive) NAME argument NAME of type NAME is required, but it was not provided\\.",
  "Field NAME of required type NAME was not provided\\.",
  "Directive NAME may not be used on [A-Z_]+\\.",
  "The directive NAME can only be used once at this location\\.",
  "The (?:alias|variable) NAME is a reserved name\\.",
  "The NAME definition is not executable\\.",
  "Fragment(?: NAME)? cannot (?:condition on non composite type NAME|be spread here as objects of type NAME can never be of type NAME)\\.",
  "Fragment NAME is never used\\.",
  "Cannot spread fragment NAME within itself(?: via NAME(?:, NAME)*)?\\.",
  "Variable NAME is (?:not defined|never used)(?: (?:by|in) operation NAME)?\\.",
  "Variable NAME of type NAME used in position expecting type NAME\\.",
  "Variable NAME cannot be non-input type NAME\\.",
  "Variable NAME of (?:required|non-null) type NAME (?:was not provided|must not be null)\\.",
  "There can be only one (?:argument|input field|fragment|operation|variable) named NAME\\.",
  "This anonymous operation must be the only defined operation\\.",
  "(?:Anonymous operation|Operation NAME) recursively requests too many selections\\.",
  "Must provide operation name if query contains multiple operations\\.",
  "Maximum introspection depth exceeded",
  "Validation aborted\\.",
  "Too many (?:validation errors|errors processing variables), error limit reached\\. (?:Validation|Execution) aborted\\.",
  "Syntax Error: Document contains more that \\d+ tokens\\. Parsing aborted\\.",
  "Subscriptions are not offered\\.",
  "There is no operation of this name\\.",
  "POST body missing, invalid Content-Type, or JSON object has no keys\\.",
  "GraphQL (?:queries must be strings|operations must contain a non-empty `query` or a `persistedQuery` extension)\\.",
  "Operation batching disabled\\.",
].map(shape);

/** Said in part, or in our words. */
const REWORDED: readonly (readonly [RegExp, string])[] = [
  [/^Field ("\w+") of type "[\w![\]]+" must have a selection of subfields\./, "Field $1 must have a selection."],
  [/^Field .* is not defined by type ("\w+")\./s, "A field is not defined by type $1."],
  [/^Fields ("\w+") conflict because /, "Fields $1 conflict: give them different aliases."],
  [/^(Int|Float|String|Boolean|ID|Enum "\w+") cannot represent /, "$1 cannot represent this value."],
  [/^Value .* does not exist in ("\w+") enum\./s, "The value does not exist in $1 enum."],
  [/^Expected (?:value of )?type ("[\w![\]]+")/, "Expected a value of type $1."],
  [/^Expected non-nullable type ("[\w![\]]+") not to be null\.$/, "Expected a value of type $1."],
  [/^Unknown operation named /, "There is no operation of this name."],
  [/^Syntax Error: Expected ([^,]{1,40}), found /, "Syntax Error: Expected $1."],
  [/^Syntax Error: Unexpected (Name|String|BlockString|Int|Float|<EOF>|"[^"]{1,3}")/, "Syntax Error: Unexpected $1."],
  [/^Syntax Error: /, "Syntax Error."],
  [/^GraphQL introspection is not allowed/, "Introspection is off."],
  [
    /^This operation has been blocked as a potential Cross-Site Request Forgery/,
    "Send the query as application/json: any page on the web could send it as another type.",
  ],
];

/** The value is cut to its end: what follows the last place where a path or a reason could begin. */
const VARIABLE = /^Variable ("\$\w+") got invalid value .*?(?: at ("[\w.[\]]+"))?; ((?:(?!; ).)*)$/s;

export function clientMistake(message: string): string {
  const variable = VARIABLE.exec(message);
  if (!variable) return worded(message) ?? UNKNOWN;
  const [, name = "", path, reason = ""] = variable;
  const where = path === undefined ? "" : ` at ${path}`;
  const why = worded(reason);
  return `Variable ${name} got an invalid value${where}.${why === null ? "" : ` ${why}`}`;
}

function worded(message: string): string | null {
  if (KEPT.some((pattern) => pattern.test(message))) return message;
  for (const [pattern, words] of REWORDED) {
    const match = pattern.exec(message);
    if (match) return words.replace(/\$(\d)/g, (_all, index: string) => match[Number(index)] ?? "");
  }
  return null;
}
