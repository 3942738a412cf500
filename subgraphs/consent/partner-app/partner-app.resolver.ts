import { Arg, Mutation, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import {
  LinkPartnerAppInput,
  LinkPartnerAppPayload,
  RegisterPartnerAppInput,
  RegisterPartnerAppPayload,
  UnlinkPartnerAppInput,
  UnlinkPartnerAppPayload,
} from "./partner-app-mutations.js";
import { PartnerApp } from "./partner-app.js";

@Resolver(() => PartnerApp)
export class PartnerAppResolver {
  @Mutation(() => LinkPartnerAppPayload, { nullable: true, description: "Links what the assertion asks for." })
  linkPartnerApp(@Arg("input", () => LinkPartnerAppInput) _input: LinkPartnerAppInput): LinkPartnerAppPayload {
    return notImplemented();
  }

  @Mutation(() => UnlinkPartnerAppPayload, { nullable: true, description: "From then on it shows generic offers." })
  unlinkPartnerApp(@Arg("input", () => UnlinkPartnerAppInput) _input: UnlinkPartnerAppInput): UnlinkPartnerAppPayload {
    return notImplemented();
  }

  @Mutation(() => RegisterPartnerAppPayload, { nullable: true, description: "Makes a partner app with its keys." })
  registerPartnerApp(
    @Arg("input", () => RegisterPartnerAppInput) _input: RegisterPartnerAppInput,
  ): RegisterPartnerAppPayload {
    return notImplemented();
  }
}
