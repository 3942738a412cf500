import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { Outcome } from "../../../shared/idempotency.js";
import type { ConsentContext } from "../context.js";
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
  async linkPartnerApp(
    @Arg("input", () => LinkPartnerAppInput) input: LinkPartnerAppInput,
    @Ctx() context: ConsentContext,
  ): Promise<LinkPartnerAppPayload> {
    return changed(context, await context.services.partnerApps.link(context, input));
  }

  @Mutation(() => UnlinkPartnerAppPayload, { nullable: true, description: "From then on it shows generic offers." })
  async unlinkPartnerApp(
    @Arg("input", () => UnlinkPartnerAppInput) input: UnlinkPartnerAppInput,
    @Ctx() context: ConsentContext,
  ): Promise<UnlinkPartnerAppPayload> {
    return changed(context, await context.services.partnerApps.unlink(context, input));
  }

  @Mutation(() => RegisterPartnerAppPayload, { nullable: true, description: "Makes a partner app with its keys." })
  async registerPartnerApp(
    @Arg("input", () => RegisterPartnerAppInput) input: RegisterPartnerAppInput,
    @Ctx() context: ConsentContext,
  ): Promise<RegisterPartnerAppPayload> {
    const { partnerApps } = context.services;
    const { partnerAppId, publishableKey, secretKey, userErrors } = await partnerApps.register(context, input);
    const partnerApp = partnerAppId ? await partnerApps.find(partnerAppId) : null;
    return { partnerApp, publishableKey: publishableKey ?? null, secretKey: secretKey ?? null, userErrors };
  }
}

async function changed(
  { services }: ConsentContext,
  { personId, userErrors }: { personId?: string } & Outcome,
): Promise<LinkPartnerAppPayload> {
  return { partnerApps: personId ? await services.partnerApps.linkedBy(personId) : null, userErrors };
}
