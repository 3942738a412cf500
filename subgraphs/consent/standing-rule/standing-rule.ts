import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Precision, Purpose } from "../../../shared/graphql-enums.js";

export enum RuleEffect {
  ACCEPT = "ACCEPT",
  DECLINE = "DECLINE",
}
registerEnumType(RuleEffect, { name: "RuleEffect", description: "What a standing rule does with a value exchange." });

@ObjectType({ description: "What somebody lets be accepted or declined for them." })
export class StandingRule {
  @Field(() => ID) id: string;
  @Field(() => RuleEffect) effect: RuleEffect;
  @Field(() => [ID], { nullable: true }) fields: string[] | null;
  @Field(() => [Purpose], { nullable: true }) purposes: Purpose[] | null;
  @Field(() => [String], { nullable: true }) industries: string[] | null;
  @Field(() => Precision, { nullable: true }) finestAccepted: Precision | null;
  @Field(() => Int, { nullable: true, description: "In points." }) minimumReward: number | null;
}
