import { Arg, Ctx, Mutation, Resolver } from "type-graphql";
import type { ConsentContext } from "../context.js";
import { RedeemPointsInput, RedeemPointsPayload } from "./voucher-mutations.js";
import { Voucher } from "./wallet.js";

@Resolver(() => Voucher)
export class VoucherResolver {
  @Mutation(() => RedeemPointsPayload, { nullable: true, description: "Spends points on a voucher." })
  async redeemPoints(
    @Arg("input", () => RedeemPointsInput) input: RedeemPointsInput,
    @Ctx() context: ConsentContext,
  ): Promise<RedeemPointsPayload> {
    const { services } = context;
    const { code, personId, userErrors } = await services.vouchers.redeem(context, input);
    return { code: code ?? null, wallet: personId ? await services.wallets.walletOf(personId) : null, userErrors };
  }
}
