import { Arg, Ctx, Field, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import type { OffersContext } from "../context.js";
import { PropositionEventInput } from "./proposition-event.js";

@InputType({
  description:
    "Only propositions made for the caller; once per kind; DISPLAY before INTERACT; until five minutes after they expire; others are counted in `ignored`. At most 100 a call.",
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
  async recordPropositionEvents(
    @Arg("input", () => RecordPropositionEventsInput) { events }: RecordPropositionEventsInput,
    @Ctx() { services, viewer, now }: OffersContext,
  ): Promise<RecordPropositionEventsPayload> {
    const recorded = await services.propositionEvents.record(viewer, events, now);
    return { recorded, ignored: events.length - recorded };
  }
}
