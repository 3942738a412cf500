import { Field, ID, ObjectType, registerEnumType } from "type-graphql";
import { DateTime } from "../../../shared/scalars.js";

export enum ErasureStatus {
  RUNNING = "RUNNING",
  DONE = "DONE",
}
registerEnumType(ErasureStatus, { name: "ErasureStatus", description: "DONE when every room has acknowledged." });

@ObjectType({
  description:
    "Readable with its id at /erasure/ID for 30 days. The signed certificate comes when every room has acknowledged.",
})
export class Erasure {
  @Field(() => ID) id: string;
  @Field(() => ErasureStatus) status: ErasureStatus;
  @Field(() => DateTime, { nullable: true, description: "Gone from the running system." }) erasedAt: Date | null;
  @Field(() => DateTime, { nullable: true, description: "Gone from every backup." }) unrecoverableFrom: Date | null;
  @Field(() => String, { nullable: true }) certificate: string | null;
}
