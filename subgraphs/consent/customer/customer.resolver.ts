import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import { Purpose } from "../../../shared/graphql-enums.js";
import type { Connection } from "../../../shared/page.js";
import type { ConsentContext } from "../context.js";
import { Licence } from "../licence/licence.js";
import { PageArguments } from "../page-arguments.js";
import { pageOf } from "../page-request.js";
import { Customer, CustomerConnection } from "./customer.js";

@Resolver(() => Customer)
export class CustomerResolver {
  @Query(() => Customer, {
    nullable: true,
    description:
      "Null when no licence lives for this reference, purpose and brand: unknown, never licensed, withdrawn, expired, paused, erased, all alike.",
  })
  customer(
    @Arg("ref", () => ID) ref: string,
    @Arg("purpose", () => Purpose) purpose: Purpose,
    @Ctx() context: ConsentContext,
  ): Promise<Customer> {
    return context.services.customers.open(context, ref, purpose);
  }

  @Query(() => CustomerConnection, { nullable: true })
  customers(
    @Arg("purpose", () => Purpose) purpose: Purpose,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() context: ConsentContext,
  ): Promise<Connection<Customer>> {
    const request = pageOf(context.viewer, "Query.customers", page, purpose);
    return context.services.customers.page(context, purpose, request);
  }

  @FieldResolver(() => [Licence])
  licences(@Root() { personId, licenceIds }: Customer, @Ctx() { services }: ConsentContext): Promise<Licence[]> {
    return services.licences.some(personId, licenceIds);
  }
}
