import { Directive } from "type-graphql";
import { fieldSpec } from "../../../shared/licensing/field.js";

/**
 * Declares a licensable field where it is defined. The directive travels with the schema: the gate, the public
 * catalogue and the start-up check read it from there (ARCHITECTURE 4).
 */
export function Licensed(path: string): MethodDecorator & PropertyDecorator {
  const spec = fieldSpec(path);
  if (!spec) throw new Error(`${path} is not a field of the contract`);
  return Directive(
    `@licensed(field: "${path}", tier: ${spec.tier}, specialCategory: ${spec.specialCategory}, identifying: ${spec.identifying})`,
  );
}
