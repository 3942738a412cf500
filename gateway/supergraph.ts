import { readFileSync } from "node:fs";
import {
  Kind,
  parse,
  visit,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldDefinitionNode,
  type ObjectTypeDefinitionNode,
} from "graphql";
import { SUPERGRAPH_FILE } from "../shared/environment.js";

/** The committed supergraph, and what the gateway must know of it beside its plan. */
export interface Supergraph {
  sdl: string;
  /** Names that subgraphs lend the gateway: keys, `@requires` inputs and `@inaccessible` fields. */
  internalNames: ReadonlySet<string>;
  /** `Type.field` -> path of the licensed field. */
  licensedPaths: ReadonlyMap<string, string>;
}

export function loadSupergraph(file: string = SUPERGRAPH_FILE): Supergraph {
  const sdl = readFileSync(file, "utf8");
  const document = parse(sdl, { noLocation: true });
  return { sdl, internalNames: internalNames(document), licensedPaths: licensedPaths(document) };
}

function internalNames(document: DocumentNode): Set<string> {
  const names = new Set<string>();
  const addSelection = (text: string): void => {
    for (const name of text.match(/[_A-Za-z]\w*/g) ?? []) names.add(name);
  };
  visit(document, {
    Directive(node) {
      if (node.name.value === "join__type") addSelection(argument(node, "key") ?? "");
      if (node.name.value === "join__field") addSelection(argument(node, "requires") ?? "");
    },
    FieldDefinition(node) {
      if (directive(node, "inaccessible")) names.add(node.name.value);
    },
  });
  return names;
}

function licensedPaths(document: DocumentNode): Map<string, string> {
  const paths = new Map<string, string>();
  for (const type of document.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of (type satisfies ObjectTypeDefinitionNode).fields ?? []) {
      const licensed = directive(field, "licensed");
      const path = licensed && argument(licensed, "field");
      if (path) paths.set(`${type.name.value}.${field.name.value}`, path);
    }
  }
  return paths;
}

function directive(node: FieldDefinitionNode, name: string): ConstDirectiveNode | undefined {
  return node.directives?.find((candidate) => candidate.name.value === name);
}

function argument(
  node: { arguments?: readonly { name: { value: string }; value: { kind: Kind } }[] },
  name: string,
): string | null {
  const value = node.arguments?.find((candidate) => candidate.name.value === name)?.value;
  return value?.kind === Kind.STRING ? (value as unknown as { value: string }).value : null;
}
