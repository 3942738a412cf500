import { In } from "typeorm";
import type { Database } from "../../../shared/database.js";
import { once, type Outcome } from "../../../shared/idempotency.js";
import { insertOnce } from "../../../shared/insert-once.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { personOf } from "../../../shared/viewer.js";
import { Brand } from "../brand/brand.js";
import type { MuteBrandInput } from "../brand/brand-mutations.js";
import type { ConsentContext } from "../context.js";
import { keyedBy } from "../keyed-mutation.js";
import { MutedBrandRow } from "./muted-brand.js";

export class MuteService {
  constructor(private readonly database: Database) {}

  set(context: ConsentContext, input: MuteBrandInput): Promise<{ personId?: string } & Outcome> {
    return once(this.database, keyedBy(context, "muteBrand", input), async (manager) => {
      const personId = personOf(context.viewer) ?? "";
      const { brandId, muted } = input;
      if (!(await manager.existsBy(Brand, { id: brandId }))) {
        throw new Refused(ErrorCode.NOT_FOUND, "There is no such brand.", ["brandId"]);
      }
      if (muted) await insertOnce(manager, MutedBrandRow, { personId, brandId, mutedAt: context.now });
      else await manager.delete(MutedBrandRow, { personId, brandId });
      return { personId };
    });
  }

  /** In the order in which they were muted. */
  brandsOf(personId: string): Promise<Brand[]> {
    return this.database.read(async (manager) => {
      const muted = await manager.find(MutedBrandRow, {
        where: { personId },
        order: { mutedAt: "ASC", brandId: "ASC" },
      });
      const brands = await manager.findBy(Brand, { id: In(muted.map(({ brandId }) => brandId)) });
      return muted.flatMap(({ brandId }) => brands.filter(({ id }) => id === brandId));
    });
  }
}
