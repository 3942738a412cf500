import { Arg, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { brandOf } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import type { ConsentContext } from "../context.js";
import {
  CreateExchangeInput,
  CreateExchangePayload,
  DeclineExchangeInput,
  DeclineExchangePayload,
  SetExchangeStatusInput,
  SetExchangeStatusPayload,
} from "./exchange-mutations.js";
import { ExchangeFunnel, ValueExchange } from "./value-exchange.js";

@Resolver(() => ValueExchange)
export class ExchangeResolver {
  @Query(() => ValueExchange, { nullable: true })
  exchange(
    @Arg("id", () => ID) id: string,
    @Ctx() { services, viewer }: ConsentContext,
  ): Promise<ValueExchange | null> {
    return services.exchanges.visible(viewer, id);
  }

  @FieldResolver(() => Brand)
  brand(@Root() exchange: ValueExchange, @Ctx() context: ConsentContext): Promise<Brand> {
    return context.services.brands.ownerIn(context, exchange.brandId);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "Separate text to agree to where the person's region asks for it (health data); part of termsHash. In English whatever the language, as the statute has it.",
  })
  authorisationText(
    @Root() exchange: ValueExchange,
    @Arg("language", () => String, { defaultValue: "en" }) _language: string,
    @Ctx() { services, viewer }: ConsentContext,
  ): Promise<string | null> {
    return services.exchanges.authorisationText(viewer, exchange);
  }

  @FieldResolver(() => ExchangeFunnel, { nullable: true, description: "Only for its brand." })
  async funnel(
    @Root() exchange: ValueExchange,
    @Ctx() { services, viewer, now }: ConsentContext,
  ): Promise<ExchangeFunnel | null> {
    return brandOf(viewer) === exchange.brandId ? services.exchanges.funnel(exchange, now) : null;
  }

  @Mutation(() => CreateExchangePayload, { nullable: true })
  async createExchange(
    @Arg("input", () => CreateExchangeInput) input: CreateExchangeInput,
    @Ctx() context: ConsentContext,
  ): Promise<CreateExchangePayload> {
    return changed(context, await context.services.exchanges.create(context, input));
  }

  @Mutation(() => SetExchangeStatusPayload, { nullable: true })
  async setExchangeStatus(
    @Arg("input", () => SetExchangeStatusInput) input: SetExchangeStatusInput,
    @Ctx() context: ConsentContext,
  ): Promise<SetExchangeStatusPayload> {
    return changed(context, await context.services.exchanges.setStatus(context, input));
  }

  @Mutation(() => DeclineExchangePayload, { nullable: true })
  async declineExchange(
    @Arg("input", () => DeclineExchangeInput) input: DeclineExchangeInput,
    @Ctx() context: ConsentContext,
  ): Promise<DeclineExchangePayload> {
    return changed(context, await context.services.exchanges.decline(context, input));
  }
}

async function changed(
  { services, viewer }: ConsentContext,
  { exchangeId, userErrors }: Awaited<ReturnType<ConsentContext["services"]["exchanges"]["create"]>>,
): Promise<CreateExchangePayload> {
  return { exchange: exchangeId ? await services.exchanges.visible(viewer, exchangeId) : null, userErrors };
}
