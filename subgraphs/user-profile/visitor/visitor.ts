import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { VaultCapability } from "../../../shared/licensing/capability.js";

@ObjectType({ description: "One person as one partner app may see them: somebody to show offers to." })
@Directive('@key(fields: "capability")')
export class Visitor {
  @Field(() => ID)
  @Directive("@inaccessible")
  capability: string;

  /** Null when the capability did not open. Not part of the schema. */
  claims: VaultCapability | null;
}
