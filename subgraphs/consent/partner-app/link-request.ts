import { Field, ObjectType } from "type-graphql";
import { WebUrl } from "../../../shared/scalars.js";
import { PartnerApp } from "./partner-app.js";

@ObjectType({ description: "What a partner app asks somebody to link, for the page that asks them." })
export class LinkRequest {
  @Field(() => PartnerApp) partnerApp: PartnerApp;
  @Field(() => WebUrl) origin: string;
  @Field(() => String, { nullable: true, description: "What the partner app calls its user." }) label: string | null;
}
