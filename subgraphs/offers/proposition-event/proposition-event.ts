import { Field, ID, InputType, registerEnumType } from "type-graphql";

export enum PropositionEventKind {
  DISPLAY = "DISPLAY",
  INTERACT = "INTERACT",
  DISMISS = "DISMISS",
}
registerEnumType(PropositionEventKind, {
  name: "PropositionEventKind",
  description: "What became of a proposition on somebody's screen.",
});

@InputType()
export class PropositionEventInput {
  @Field(() => ID) propositionId: string;
  @Field(() => PropositionEventKind) kind: PropositionEventKind;
  @Field(() => Date) at: Date;
}
