import { Arg, Field, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { PropositionEventInput } from "./proposition-event.js";

@InputType({
  description:
    "Only propositions made for the caller; once per kind; DISPLAY before INTERACT; others are counted in `ignored`.",
})
export class RecordPropositionEventsInput {
  @Field(() => [PropositionEventInput]) events: PropositionEventInput[];
}

@ObjectType()
export class RecordPropositionEventsPayload {
  @Field(() => Int) recorded: number;
  @Field(() => Int) ignored: number;
}

@Resolver()
export class PropositionEventResolver {
  @Mutation(() => RecordPropositionEventsPayload, {
    nullable: true,
    description: "Tells what became of propositions that were shown.",
  })
  recordPropositionEvents(
    @Arg("input", () => RecordPropositionEventsInput) _input: RecordPropositionEventsInput,
  ): RecordPropositionEventsPayload {
    return notImplemented();
  }
}
