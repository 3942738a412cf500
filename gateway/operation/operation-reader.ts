import { OperationTypeNode, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from "graphql";
import { areMet, holdsVariable, plainValue, type Scope } from "./condition.js";
import { CostCount, COSTLY_ARGUMENTS, isIntrospection, type LicensedPaths } from "./cost.js";
import { OperationTreeReader, type AskedField, type OperationTree } from "./operation-tree.js";
import { MUTATION_POINTS, QUERY_POINTS, REQUEST_POINTS } from "./points.js";
import { shapeProblem } from "./shape.js";

/** What an operation asks with its variables, as far as the gateway must know before it runs. */
export interface AskedOperation {
  roots: readonly string[];
  /** Paths of the licensed fields that are asked: what consent holds a price for. */
  licensed: readonly string[];
  /** Paths of the licensed fields that predicates compare: the same. */
  compared: readonly string[];
  cost: number;
}

/** Names a licensed field in an argument, where all others are named by the schema. */
const PREDICATE = { coordinate: "Customer.satisfies", argument: "predicate" } as const;

/** Arguments whose variables change what is asked or what it costs. */
const TELLING_ARGUMENTS: ReadonlySet<string> = new Set([...COSTLY_ARGUMENTS, PREDICATE.argument]);

interface ReadOperation {
  tree: OperationTree;
  /** Why it is refused whatever its variables are. */
  problem: string | null;
  /** Set where no variable changes what is asked. */
  asked: AskedOperation | null;
}

export class OperationReader {
  private readonly known = new WeakMap<OperationDefinitionNode, ReadOperation>();

  private readonly paths: ReadonlySet<string>;

  constructor(private readonly licensed: LicensedPaths) {
    this.paths = new Set(licensed.values());
  }

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
    const asked = { licensed: new Set<string>(), compared: new Set<string>() };
    this.collect(roots, scope, asked);
    const rootPoints = operation.operation === OperationTypeNode.MUTATION ? MUTATION_POINTS : QUERY_POINTS;
    const fetched = roots.filter((field) => !isIntrospection(field)).length;
    return {
      roots: [...new Set(roots.map(({ name }) => name))],
      licensed: [...asked.licensed],
      compared: [...asked.compared],
      cost: REQUEST_POINTS + fetched * rootPoints + new CostCount(this.licensed, scope).of(roots),
    };
  }

  private collect(
    fields: readonly AskedField[],
    scope: Scope,
    into: Record<"licensed" | "compared", Set<string>>,
  ): void {
    for (const field of fields) {
      if (!areMet(field.conditions, scope)) continue;
      const path = this.licensed.get(field.coordinate);
      if (path !== undefined) into.licensed.add(path);
      const compared = comparedPath(field, scope);
      if (compared !== null && this.paths.has(compared)) into.compared.add(compared);
      this.collect(field.children, scope, into);
    }
  }
}

function isConstant(fields: readonly AskedField[]): boolean {
  return fields.every(
    (field) =>
      field.conditions.length === 0 &&
      field.arguments.every(({ name, value }) => !TELLING_ARGUMENTS.has(name.value) || !holdsVariable(value)) &&
      isConstant(field.children),
  );
}

/** Whatever is wrong with it will be refused; what cannot be read here names no field. */
function comparedPath({ coordinate, arguments: given }: AskedField, scope: Scope): string | null {
  if (coordinate !== PREDICATE.coordinate) return null;
  const predicate = plainValue(given.find(({ name }) => name.value === PREDICATE.argument)?.value, scope);
  const { field } = (predicate ?? {}) as { field?: unknown };
  return typeof field === "string" ? field : null;
}
