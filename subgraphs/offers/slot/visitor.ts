import { Directive, Field, ID, ObjectType } from "type-graphql";
import type { CapabilityClaims } from "../../../shared/licensing/capability.js";

@ObjectType({ description: "One person as one partner app may see them: somebody to show offers to." })
@Directive('@key(fields: "capability")')
export class Visitor {
  @Field(() => ID) capability: string;

  @Field(() => String, { nullable: true })
  @Directive("@external")
  traits: string | null;

  /** Null when the capability did not open. Not part of the schema. */
  claims: CapabilityClaims | null;
}
