import {
  astFromValue,
  isEnumType,
  isInputObjectType,
  isObjectType,
  isRequiredArgument,
  isRequiredInputField,
  isSpecifiedScalarType,
  print,
  type GraphQLArgument,
  type GraphQLInputField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type GraphQLType,
} from "graphql";

/** What of `contract` a client would miss in `ours`, a line each. What is added is fine, unless it must be given. */
export function contractDifferences(contract: GraphQLSchema, ours: GraphQLSchema): string[] {
  return Object.values(contract.getTypeMap())
    .filter((type) => !type.name.startsWith("__") && !isSpecifiedScalarType(type))
    .flatMap((type) => typeDifferences(type, ours.getType(type.name)));
}

function typeDifferences(contract: GraphQLNamedType, ours: GraphQLNamedType | undefined): string[] {
  const { name } = contract;
  if (!ours) return [`${name}: missing`];
  if (kindOf(contract) !== kindOf(ours)) return [`${name}: is ${kindOf(ours)}, must be ${kindOf(contract)}`];
  if (isEnumType(contract) && isEnumType(ours)) {
    const missing = contract.getValues().filter((value) => !ours.getValue(value.name));
    return missing.map((value) => `${name}.${value.name}: missing`);
  }
  if (isObjectType(contract) && isObjectType(ours)) {
    return Object.values(contract.getFields()).flatMap((field) => {
      const at = `${name}.${field.name}`;
      const own = ours.getFields()[field.name];
      if (!own) return [`${at}: missing`];
      return [...typeDifference(at, field, own), ...inputDifferences(`${at}.`, field.args, own.args)];
    });
  }
  if (isInputObjectType(contract) && isInputObjectType(ours)) {
    return inputDifferences(`${name}.`, Object.values(contract.getFields()), Object.values(ours.getFields()));
  }
  return [];
}

interface Typed {
  type: GraphQLType;
}
type Input = GraphQLArgument | GraphQLInputField;

/** Arguments of a field, or fields of an input object. */
function inputDifferences(at: string, contract: readonly Input[], ours: readonly Input[]): string[] {
  const promised = contract.flatMap((input) => {
    const own = ours.find(({ name }) => name === input.name);
    if (!own) return [`${at}${input.name}: missing`];
    const [wanted, found] = [defaultOf(input), defaultOf(own)];
    return [
      ...typeDifference(`${at}${input.name}`, input, own),
      ...(wanted === found ? [] : [`${at}${input.name}: defaults to ${found}, must default to ${wanted}`]),
    ];
  });
  const required = ours.filter((own) => isRequired(own) && !contract.some(({ name }) => name === own.name));
  return [...promised, ...required.map(({ name }) => `${at}${name}: must be given and is not in the contract`)];
}

function typeDifference(at: string, contract: Typed, ours: Typed): string[] {
  const [wanted, found] = [String(contract.type), String(ours.type)];
  return wanted === found ? [] : [`${at}: is ${found}, must be ${wanted}`];
}

function defaultOf({ defaultValue, type }: Input): string {
  const node = defaultValue === undefined ? null : astFromValue(defaultValue, type);
  return node ? print(node) : "nothing";
}

const isRequired = (input: Input): boolean => isRequiredArgument(input) || isRequiredInputField(input);

const kindOf = (type: GraphQLNamedType): string => type.constructor.name.replace(/^GraphQL(\w+)Type$/, "$1");
