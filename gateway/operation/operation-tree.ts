import {
  getNamedType,
  isListType,
  getNullableType,
  isInterfaceType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type ArgumentNode,
  type ConstValueNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLFieldMap,
  type GraphQLNamedType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from "graphql";
import { conditionsOf, variableDefaults, type Condition } from "./condition.js";

/** One field that an operation asks, fragments opened and equal response keys merged. */
export interface AskedField {
  /** `Type.field`. */
  coordinate: string;
  name: string;
  responseKey: string;
  typeName: string;
  isList: boolean;
  isObject: boolean;
  arguments: readonly ArgumentNode[];
  /** What the schema says of arguments that were left out. */
  defaults: ReadonlyMap<string, unknown>;
  conditions: readonly Condition[];
  children: readonly AskedField[];
}

export interface OperationTree {
  fields: readonly AskedField[];
  variableDefaults: ReadonlyMap<string, ConstValueNode>;
}

interface Selected {
  set: SelectionSetNode;
  type: GraphQLNamedType;
  conditions: readonly Condition[];
}

interface Group {
  field: GraphQLField<unknown, unknown>;
  node: FieldNode;
  parent: string;
  conditions: readonly Condition[];
  sets: SelectionSetNode[];
}

/**
 * Reads a validated operation once, apart from its variables. The server has bounded its selections through
 * fragments, so the tree is bounded too.
 */
export class OperationTreeReader {
  private readonly fragments = new Map<string, FragmentDefinitionNode>();

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
  ) {
    for (const node of document.definitions) {
      if (node.kind === Kind.FRAGMENT_DEFINITION) this.fragments.set(node.name.value, node);
    }
  }

  read(operation: OperationDefinitionNode): OperationTree {
    const root = this.schema.getRootType(operation.operation);
    const fields = root ? this.fields([{ set: operation.selectionSet, type: root, conditions: [] }]) : [];
    return { fields, variableDefaults: variableDefaults(operation) };
  }

  private fields(selected: readonly Selected[]): AskedField[] {
    const groups = new Map<string, Group>();
    for (const selection of selected) this.collect(selection, groups);
    return [...groups.values()].map((group) => this.asked(group));
  }

  private collect({ set, type, conditions }: Selected, groups: Map<string, Group>): void {
    for (const node of set.selections) {
      const own = conditionsOf(node);
      if (!own) continue;
      const all = own.length > 0 ? [...conditions, ...own] : conditions;
      if (node.kind === Kind.FIELD) {
        this.group(node, type, all, groups);
        continue;
      }
      const body = node.kind === Kind.INLINE_FRAGMENT ? node : this.fragments.get(node.name.value);
      const narrowed = body?.typeCondition ? this.schema.getType(body.typeCondition.name.value) : type;
      if (body && narrowed) this.collect({ set: body.selectionSet, type: narrowed, conditions: all }, groups);
    }
  }

  private group(
    node: FieldNode,
    type: GraphQLNamedType,
    conditions: readonly Condition[],
    groups: Map<string, Group>,
  ): void {
    const field = META_FIELDS.get(node.name.value) ?? fieldsOf(type)[node.name.value];
    if (!field) return;
    // Selections under other conditions are asked apart, so they are counted apart.
    const key = JSON.stringify([type.name, responseKey(node), conditions]);
    const group: Group = groups.get(key) ?? { field, node, parent: type.name, conditions, sets: [] };
    if (node.selectionSet) group.sets.push(node.selectionSet);
    groups.set(key, group);
  }

  private asked({ field, node, parent, conditions, sets }: Group): AskedField {
    const type = getNamedType(field.type);
    return {
      coordinate: `${parent}.${node.name.value}`,
      name: node.name.value,
      responseKey: responseKey(node),
      typeName: type.name,
      isList: isListType(getNullableType(field.type)),
      isObject: sets.length > 0,
      arguments: node.arguments ?? [],
      defaults: new Map(field.args.map(({ name, defaultValue }) => [name, defaultValue])),
      conditions,
      children: this.fields(sets.map((set) => ({ set, type, conditions: [] }))),
    };
  }
}

/** Fields of introspection, which no type lists. */
const META_FIELDS: ReadonlyMap<string, GraphQLField<unknown, unknown>> = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);

const fieldsOf = (type: GraphQLNamedType): GraphQLFieldMap<unknown, unknown> =>
  isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};

const responseKey = (node: FieldNode): string => node.alias?.value ?? node.name.value;
