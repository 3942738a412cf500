import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { STATE_MAX } from "../../../../../subgraphs/consent/licence/acceptance.service.js";
import { Licence } from "../../../../../subgraphs/consent/licence/licence.js";
import { ConsentWorld, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;

beforeAll(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
});
afterAll(() => world.close());

describe("the state that a brand's own link carried", () => {
  it("is kept with the licence, sealed, for the brand's webhook", async () => {
    const ada = world.person();
    const state = "visitor-4711 of this very shop";
    const { licence } = await world.accept(ada, await world.exchange(brand), { state });
    const told = await world.room.database.read(async (manager) => {
      const row = await manager.findOneByOrFail(Licence, { personId: ada.personId, id: licence.id });
      expect(row.state?.includes(Buffer.from("visitor-4711"))).toBe(false);
      return world.room.services.licences.state(row);
    });
    expect(told).toBe(state);
  });

  it("is null where the link carried none", async () => {
    const ada = world.person();
    const { licence } = await world.accept(ada, await world.exchange(brand));
    const row = await world.room.database.read((manager) =>
      manager.findOneByOrFail(Licence, { personId: ada.personId, id: licence.id }),
    );
    expect([row.state, await world.room.services.licences.state(row)]).toEqual([null, null]);
  });

  it.each([
    ["the longest", "s".repeat(STATE_MAX), true],
    ["one character more", "s".repeat(STATE_MAX + 1), false],
    ["an empty one", "", false],
    ["control characters", "a\u0000b", false],
  ])("takes or refuses %s", async (_name, state, isTaken) => {
    const accepted = await world.accept(world.person(), await world.exchange(brand), { state });
    expect(accepted.licence !== null).toBe(isTaken);
    if (!isTaken) expect(accepted.userErrors).toMatchObject([{ code: "INVALID", field: ["state"] }]);
  });
});
