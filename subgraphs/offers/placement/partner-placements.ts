import { In, type EntityManager } from "typeorm";
import { z } from "zod";
import type { Database } from "../../../shared/database.js";
import { insertOnce } from "../../../shared/insert-once.js";
import type { RoomEvent } from "../../../shared/outbox.js";
import { PartnerPlacementRow, PLACEMENT_ID, PlacementRow } from "./placement.js";

const Registered = z.object({
  partnerAppId: z.string().min(1),
  placements: z.array(z.string().regex(PLACEMENT_ID)),
});

/** Where partner apps show offers. Ids are global names: two who name one alike show the same. */
export class PartnerPlacements {
  constructor(private readonly database: Database) {}

  /** Consent tells of a partner app that was registered. */
  async registered(manager: EntityManager, event: RoomEvent): Promise<void> {
    const { partnerAppId, placements } = Registered.parse(event.payload);
    for (const placementId of placements) {
      await insertOnce(manager, PlacementRow, { id: placementId, title: placementId, createdAt: new Date(event.at) });
      await insertOnce(manager, PartnerPlacementRow, { partnerAppId, placementId });
    }
  }

  of(partnerAppId: string): Promise<PlacementRow[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.find(PartnerPlacementRow, { where: { partnerAppId }, order: { placementId: "ASC" } });
      const ids = rows.map(({ placementId }) => placementId);
      return manager.find(PlacementRow, { where: { id: In(ids) }, order: { id: "ASC" } });
    });
  }
}
