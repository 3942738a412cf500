import {
  getNamedType,
  Kind,
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";

/** What an operation asks, as far as the gateway must know before it runs. */
export interface OperationFields {
  roots: readonly string[];
  /** Paths of licensed fields, those behind @skip and @include too: consent holds a price for them, which lapses unused. */
  licensed: readonly string[];
}

export class OperationReader {
  private readonly read = new WeakMap<OperationDefinitionNode, OperationFields>();

  constructor(private readonly licensedPaths: ReadonlyMap<string, string>) {}

  /** Documents are cached by the server, so each operation is walked once. */
  fieldsOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationFields {
    const known = this.read.get(operation);
    if (known) return known;
    const fields = this.walk(schema, document, operation);
    this.read.set(operation, fields);
    return fields;
  }

  private walk(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): OperationFields {
    const roots = new Set<string>();
    const licensed = new Set<string>();
    const fragments = new Map<string, FragmentDefinitionNode>();
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
    }
    const visited = new Set<string>();
    const root = schema.getRootType(operation.operation);
    const enter = (set: SelectionSetNode, type: GraphQLNamedType | undefined): void => {
      for (const node of set.selections) {
        if (node.kind === Kind.FRAGMENT_SPREAD) {
          const fragment = fragments.get(node.name.value);
          if (!fragment || visited.has(node.name.value)) continue;
          visited.add(node.name.value);
          enter(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
        } else if (node.kind === Kind.INLINE_FRAGMENT) {
          enter(node.selectionSet, node.typeCondition ? schema.getType(node.typeCondition.name.value) : type);
        } else {
          if (type === root) roots.add(node.name.value);
          const path = type && this.licensedPaths.get(`${type.name}.${node.name.value}`);
          if (path) licensed.add(path);
          if (!node.selectionSet || !type || !("getFields" in type)) continue;
          const field = type.getFields()[node.name.value];
          if (field) enter(node.selectionSet, getNamedType(field.type));
        }
      }
    };
    enter(operation.selectionSet, root ?? undefined);
    return { roots: [...roots], licensed: [...licensed] };
  }
}
