import { Arg, Mutation, Resolver } from "type-graphql";
import { notImplemented } from "../../../shared/errors.js";
import { RedeemPointsInput, RedeemPointsPayload } from "./voucher-mutations.js";
import { Voucher } from "./wallet.js";

@Resolver(() => Voucher)
export class VoucherResolver {
  @Mutation(() => RedeemPointsPayload, { nullable: true, description: "Spends points on a voucher." })
  redeemPoints(@Arg("input", () => RedeemPointsInput) _input: RedeemPointsInput): RedeemPointsPayload {
    return notImplemented();
  }
}
