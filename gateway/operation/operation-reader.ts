import { Kind, OperationTypeNode, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import { areMet, type Scope } from "./condition.js";
import { CostCount, COSTLY_ARGUMENTS, isIntrospection, type LicensedPaths } from "./cost.js";
import { OperationTreeReader, type AskedField, type OperationTree } from "./operation-tree.js";
import { MUTATION_POINTS, QUERY_POINTS, REQUEST_POINTS } from "./points.js";
import { shapeProblem } from "./shape.js";

/** What an operation asks with its variables, as far as the gateway must know before it runs. */
export interface AskedOperation {
  roots: readonly string[];
  /** Paths of the licensed fields that are asked: what consent holds a price for. */
  licensed: readonly string[];
  cost: number;
}

interface ReadOperation {
  tree: OperationTree;
  /** Why it is refused whatever its variables are. */
  problem: string | null;
  /** Set where no variable changes what is asked. */
  asked: AskedOperation | null;
}

export class OperationReader {
  private readonly known = new WeakMap<OperationDefinitionNode, ReadOperation>();

  constructor(private readonly licensed: LicensedPaths) {}

  /** Why this operation is refused by its shape; documents are cached by the server, so each is walked once. */
  problemOf(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): string | null {
    return this.read(schema, document, operation).problem;
  }

  asked(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): AskedOperation {
    const read = this.read(schema, document, operation);
    return read.asked ?? this.evaluate(read.tree, operation, variables);
  }

  private read(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): ReadOperation {
    const known = this.known.get(operation);
    if (known) return known;
    const tree = new OperationTreeReader(schema, document).read(operation);
    const problem = shapeProblem(tree.fields);
    const asked = problem === null && isConstant(tree.fields) ? this.evaluate(tree, operation, {}) : null;
    const read = { tree, problem, asked };
    this.known.set(operation, read);
    return read;
  }

  private evaluate(
    { fields, variableDefaults }: OperationTree,
    operation: OperationDefinitionNode,
    variables: Readonly<Record<string, unknown>>,
  ): AskedOperation {
    const scope: Scope = { variables, defaults: variableDefaults };
    const roots = fields.filter(({ conditions }) => areMet(conditions, scope));
    const licensed = new Set<string>();
    this.collectLicensed(roots, scope, licensed);
    const rootPoints = operation.operation === OperationTypeNode.MUTATION ? MUTATION_POINTS : QUERY_POINTS;
    const fetched = roots.filter((field) => !isIntrospection(field)).length;
    return {
      roots: [...new Set(roots.map(({ name }) => name))],
      licensed: [...licensed],
      cost: REQUEST_POINTS + fetched * rootPoints + new CostCount(this.licensed, scope).of(roots),
    };
  }

  private collectLicensed(fields: readonly AskedField[], scope: Scope, into: Set<string>): void {
    for (const { coordinate, conditions, children } of fields) {
      if (!areMet(conditions, scope)) continue;
      const path = this.licensed.get(coordinate);
      if (path !== undefined) into.add(path);
      this.collectLicensed(children, scope, into);
    }
  }
}

function isConstant(fields: readonly AskedField[]): boolean {
  return fields.every(
    (field) =>
      field.conditions.length === 0 &&
      field.arguments.every(({ name, value }) => value.kind !== Kind.VARIABLE || !COSTLY_ARGUMENTS.has(name.value)) &&
      isConstant(field.children),
  );
}
