import { ArgsType, Field } from "type-graphql";
import { connectionType } from "../../../shared/page.js";
import { PageArguments } from "../page-arguments.js";
import { ExchangeStatus } from "./exchange-status.js";
import { ValueExchange } from "./value-exchange.js";

export const ValueExchangeConnection = connectionType("ValueExchange", () => ValueExchange);

@ArgsType()
export class ExchangesArguments extends PageArguments {
  @Field(() => ExchangeStatus, { nullable: true }) status?: ExchangeStatus | null;
}
