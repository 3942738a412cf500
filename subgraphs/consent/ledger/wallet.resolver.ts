import { Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { Connection } from "../../../shared/page.js";
import { Brand } from "../brand/brand.js";
import type { ConsentContext } from "../context.js";
import { PageArguments } from "../page-arguments.js";
import { pageOf } from "../page-request.js";
import { Voucher, Wallet, WalletEntry, WalletEntryConnection } from "./wallet.js";

@Resolver(() => Wallet)
export class WalletResolver {
  @FieldResolver(() => WalletEntryConnection)
  entries(
    @Root() { personId }: Wallet,
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { services, viewer }: ConsentContext,
  ): Promise<Connection<WalletEntry>> {
    return services.wallets.entries(personId, pageOf(viewer, "Wallet.entries", page));
  }

  @FieldResolver(() => [Voucher], { description: "`available`: the wallet holds enough for it." })
  vouchers(@Root() { available }: Wallet, @Ctx() { services }: ConsentContext): Voucher[] {
    return services.vouchers.list(available);
  }
}

@Resolver(() => WalletEntry)
export class WalletEntryResolver {
  @FieldResolver(() => Brand, { nullable: true })
  async brand(@Root() { brandId }: WalletEntry, @Ctx() context: ConsentContext): Promise<Brand | null> {
    return brandId ? context.services.brands.findIn(context, brandId) : null;
  }
}
