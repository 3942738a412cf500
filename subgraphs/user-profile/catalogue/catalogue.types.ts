import { Directive, Field, Float, ID, ObjectType, registerEnumType } from "type-graphql";
import { IntimacyTier, Precision } from "../../../shared/graphql-enums.js";
import { TraitType } from "../../../shared/trait-match.js";
import { WebUrl } from "../../../shared/scalars.js";

registerEnumType(TraitType, { name: "TraitType" });

@ObjectType()
export class PrecisionMeaning {
  @Field(() => Precision) precision: Precision;
  @Field(() => String) gives: string;
}

@ObjectType({ description: "A field of a vault that can be licensed." })
@Directive('@key(fields: "path")')
export class IntimateField {
  @Field(() => ID, { description: "Its path in IntimateData." }) path: string;
  @Field(() => String) title: string;
  @Field(() => IntimacyTier) tier: IntimacyTier;
  @Field(() => Boolean, { description: "Special category of GDPR Art. 9." }) specialCategory: boolean;
  @Field(() => Boolean, { description: "Identifies the person by itself." }) identifying: boolean;
  @Field(() => WebUrl, { nullable: true, description: "DPV-PD category, or our extension of one." }) iri: string | null;
  @Field(() => String, { nullable: true, description: "UCUM." }) unit: string | null;
  @Field(() => [PrecisionMeaning]) precisions: PrecisionMeaning[];
  @Field(() => [Float], { description: "What `satisfies` may compare with." }) thresholds: number[];
}

@ObjectType({ description: "A derived fact that targeting may use, licensed through its source fields." })
export class Trait {
  @Field(() => ID) id: string;
  @Field(() => String) title: string;
  @Field(() => [ID], { description: "Each must be licensed at BAND or finer." }) sources: string[];
  @Field(() => String, { description: "In words." }) formula: string;
  @Field(() => TraitType) type: TraitType;
  @Field(() => String, { nullable: true, description: "UCUM." }) unit: string | null;
  @Field(() => [String], { nullable: true, description: "Of a CATEGORY, where they can be listed." }) values:
    string[] | null;
}
