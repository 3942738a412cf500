import type { EntityManager } from "typeorm";
import { catalogue } from "../../../shared/catalogue.js";
import type { Database } from "../../../shared/database.js";
import { newId, type RandomBytes } from "../../../shared/identifier.js";
import { type KeyedMutation, once, type Outcome } from "../../../shared/idempotency.js";
import type { Connection, Pages } from "../../../shared/page.js";
import { ErrorCode, Refused } from "../../../shared/user-error.js";
import { brandOf, principalOf, type Viewer } from "../../../shared/viewer.js";
import type { OffersContext } from "../context.js";
import type { Funding } from "../funding/funding.js";
import type { ImageService } from "../image/image.service.js";
import { PlacementRow } from "../placement/placement.js";
import { checkOffer, invalid } from "./offer-check.js";
import type { CreateOfferInput, SetOfferStatusInput } from "./offer-mutations.js";
import type { OfferEnding } from "./offer-ending.js";
import { isAlready, mayBecome, OfferStatus } from "./offer-status.js";
import { nextVersion } from "./offer-version.js";
import { Offer } from "./offer.js";

type Changed = { offerId?: string } & Outcome;

export interface OfferPage {
  status: OfferStatus | null;
  first: number;
  after: string | null;
}

/** What its brand alone may know of: nobody was ever shown it. */
const UNPUBLISHED: ReadonlySet<OfferStatus> = new Set([OfferStatus.DRAFT, OfferStatus.FUNDING]);

export class OfferService {
  constructor(
    private readonly database: Database,
    private readonly funding: Funding,
    private readonly ending: OfferEnding,
    private readonly images: ImageService,
    private readonly pages: Pages,
    private readonly random: RandomBytes,
  ) {}

  async create(context: OffersContext, input: CreateOfferInput): Promise<Changed> {
    return once(this.database, keyedBy(context, "createOffer", input), async (manager) => {
      const placements = await manager.find(PlacementRow, { select: { id: true } });
      const known = { traits: catalogue().traits, placements: new Set(placements.map(({ id }) => id)) };
      checkOffer(input, known, context.now);
      const offer = this.compose(brandOf(context.viewer) ?? "", input, context.now);
      if (offer.imageId !== null) await this.images.attach(manager, offer.brandId, offer.imageId);
      await manager.insert(Offer, offer);
      return { offerId: offer.id };
    });
  }

  async setStatus(context: OffersContext, input: SetOfferStatusInput): Promise<Changed> {
    const changed = await once(this.database, keyedBy(context, "setOfferStatus", input), async (manager) => {
      const brandId = brandOf(context.viewer) ?? "";
      const offer = await manager.findOneBy(Offer, { id: input.offerId, brandId });
      if (!offer) throw new Refused(ErrorCode.NOT_FOUND, "There is no such offer.", ["offerId"]);
      if (!isAlready(offer.status, input.status)) await this.move(manager, offer, input.status, context.now);
      return { offerId: offer.id };
    });
    this.funding.wake();
    return changed;
  }

  /** Null for an unknown offer and for one that is not this viewer's to see, alike. */
  async visible(viewer: Viewer, id: string): Promise<Offer | null> {
    const offer = await this.database.read((manager) => manager.findOneBy(Offer, { id }));
    return offer && maySee(viewer, offer) ? offer : null;
  }

  async page(viewer: Viewer, brandId: string, { status, first, after }: OfferPage): Promise<Connection<Offer>> {
    const field = "BrandAccount.offers";
    const request = { first, after, principal: principalOf(viewer), field, filter: { brandId, status } };
    const { take, before } = this.pages.window(request);
    const rows = await this.database.read((manager) => {
      const query = manager.createQueryBuilder(Offer, "offer").where("offer.brandId = :brandId", { brandId });
      if (status) query.andWhere("offer.status = :status", { status });
      if (before) {
        const isBefore = "(offer.createdAt < :atMs OR (offer.createdAt = :atMs AND offer.id < :beforeId))";
        query.andWhere(isBefore, { atMs: before.atMs, beforeId: before.id });
      }
      return query.orderBy("offer.createdAt", "DESC").addOrderBy("offer.id", "DESC").take(take).getMany();
    });
    return this.pages.connection(request, rows, ({ createdAt, id }) => ({ atMs: createdAt.getTime(), id }));
  }

  private async move(manager: EntityManager, offer: Offer, asked: OfferStatus, now: Date): Promise<void> {
    if (!mayBecome(offer.status, asked)) throw invalid(`A ${offer.status} offer cannot become ${asked}.`, "status");
    if (asked === OfferStatus.LIVE && offer.endsAt && offer.endsAt <= now) {
      throw invalid("This offer was to end before now.", "status");
    }
    const isUnfunded = asked === OfferStatus.LIVE && offer.funded < offer.budget;
    const status = isUnfunded ? OfferStatus.FUNDING : asked;
    const isMoved =
      status === OfferStatus.ENDED ? await this.ending.end(manager, offer) : await changeStatus(manager, offer, status);
    if (!isMoved) throw invalid("Its status has just changed.", "status");
    if (status === OfferStatus.FUNDING) await this.funding.ask(manager, offer);
  }

  private compose(brandId: string, input: CreateOfferInput, now: Date): Offer {
    const { title, body, callToAction, landingUrl, rewardOnClaim, budget, frequencyCap, isFallback } = input;
    return Object.assign(new Offer(), {
      ...{ id: newId(now, this.random), brandId, title, body, callToAction, landingUrl, rewardOnClaim },
      ...{ status: OfferStatus.DRAFT, version: 0, fundingProblem: null, budget, funded: 0, spent: 0, isFallback },
      targeting: input.targeting.map(({ trait, operator, values }) => ({ trait, operator, values })),
      placements: input.placements,
      imageId: input.imageUpload ?? null,
      frequencyCap: frequencyCap ? { impressions: frequencyCap.impressions, per: frequencyCap.per } : null,
      startsAt: input.startsAt ?? now,
      endsAt: input.endsAt ?? null,
      createdAt: now,
    });
  }
}

/** Guarded: of two changes at once, the second finds that the offer is no longer what it judged. */
async function changeStatus(manager: EntityManager, offer: Offer, status: OfferStatus): Promise<boolean> {
  const was = { id: offer.id, status: offer.status };
  const version = await nextVersion(manager);
  const { affected } = await manager.update(Offer, was, { status, fundingProblem: null, version });
  return affected === 1;
}

/** Its brand sees every offer of its own; another brand none; who may be shown offers, those that were published. */
function maySee(viewer: Viewer, offer: Offer): boolean {
  const brandId = brandOf(viewer);
  if (brandId !== null) return brandId === offer.brandId;
  return viewer.kind !== "nobody" && !UNPUBLISHED.has(offer.status);
}

function keyedBy(context: OffersContext, mutation: string, input: { idempotencyKey: string }): KeyedMutation {
  return { principal: principalOf(context.viewer), mutation, key: input.idempotencyKey, input, now: context.now };
}
