import { Directive, Field, ID, Int, ObjectType } from "type-graphql";
import { DateTime } from "../../../shared/scalars.js";
import { ImportSource, Provenance } from "../observation.js";

@ObjectType({ description: "What somebody sees of themselves." })
@Directive('@key(fields: "id")')
export class Person {
  @Field(() => ID) id: string;
}

@ObjectType({ description: "A source of the vault: where a part of it comes from, summed up." })
export class DataSource {
  @Field(() => ID) id: string;
  @Field(() => ImportSource) source: ImportSource;
  @Field(() => String, { nullable: true, description: "A class of device, never a serial number." }) device:
    string | null;
  @Field(() => Provenance) grade: Provenance;
  @Field(() => [ID]) fields: string[];
  @Field(() => DateTime, { nullable: true }) from: Date | null;
  @Field(() => DateTime, { nullable: true }) to: Date | null;
  @Field(() => Int) observations: number;
}
