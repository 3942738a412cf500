import { Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Precision, Purpose } from "../../../shared/graphql-enums.js";
import { connectionType } from "../../../shared/page.js";
import { DateTime } from "../../../shared/scalars.js";
import { DisclosureKind } from "./disclosure.js";

registerEnumType(DisclosureKind, {
  name: "DisclosureKind",
  description: "VALUE: fields left; ANSWER: only predicates were answered; DECISION: an offer was chosen.",
});

@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Brand {
  @Field(() => ID) id: string;
}

@ObjectType()
@Directive('@key(fields: "id", resolvable: false)')
export class Licence {
  @Field(() => ID) id: string;
}

@ObjectType()
export class DisclosedField {
  @Field(() => ID) field: string;
  @Field(() => Precision) precision: Precision;
  @Field(() => DateTime, { nullable: true }) from: Date | null;
  @Field(() => DateTime, { nullable: true }) to: Date | null;
  @Field(() => Int, { description: "How many intervals, visits or values." }) items: number;
}

@ObjectType({
  description:
    "One per operation and licence for what left (VALUE, or ANSWER if only predicates), and at most one DECISION, however often it was aliased.",
})
export class Disclosure {
  @Field(() => ID) id: string;
  @Field(() => DateTime) at: Date;
  @Field(() => DisclosureKind) kind: DisclosureKind;
  @Field(() => Brand, { nullable: true }) brand: Brand | null;
  @Field(() => Purpose) purpose: Purpose;
  @Field(() => Licence, { nullable: true }) licence: Licence | null;
  @Field(() => [DisclosedField]) fields: DisclosedField[];
  @Field(() => Int) points: number;
  @Field(() => String, { nullable: true }) operationName: string | null;
}

export const DisclosureConnection = connectionType("Disclosure", () => Disclosure);
