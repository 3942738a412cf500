import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { decodeJwt } from "jose";
import { auditConsent } from "../../../../../subgraphs/consent/audit.js";
import type { ConsentRecord } from "../../../../../subgraphs/consent/receipt/consent-record.js";
import { verifyReceipt } from "../../../../../subgraphs/consent/receipt/verify-receipt.js";
import { ConsentWorld, type Loose, type TestBrand } from "../consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;

beforeAll(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
});
afterAll(async () => {
  const findings = await world.room.database.read(auditConsent);
  await world.close();
  expect(findings).toEqual([]);
});

const end = (by: TestBrand, licenceId: string): Promise<Loose> =>
  world.mutate(by.viewer, "endLicence", { licenceId }, "licence { id status endedAt receipt erasure { dueAt } }");

describe("a brand ending a licence", () => {
  it("is REVOKED at once; the person keeps what they earned", async () => {
    const ada = world.person();
    const { licence: granted } = await world.accept(ada, await world.exchange(brand));
    const [ref = ""] = await world.refs(brand);
    const { licence, userErrors } = await end(brand, granted.id);
    expect(userErrors).toEqual([]);
    expect(licence).toMatchObject({ id: granted.id, status: "REVOKED", endedAt: world.now.toISOString() });
    expect(await world.customer(brand, ref)).toBeNull();
    expect(await world.refs(brand)).toEqual([]);
    expect((await world.wallet(ada)).available).toBe(30);
  });

  it("signs the receipt anew, and says that the brand did it", async () => {
    const { licence: granted } = await world.accept(world.person(), await world.exchange(brand));
    const { licence } = await end(brand, granted.id);
    const verified = await verifyReceipt(licence.receipt, world.room.publicKeys(), world.now);
    expect(verified.problems).toEqual([]);
    expect(decodeJwt<ConsentRecord>(licence.receipt).events.at(-1)).toEqual({
      eventType: "revoke",
      eventState: "https://w3id.org/dpv#ConsentRevoked",
      eventTime: world.now.toISOString(),
      validityDuration: "P0D",
      entityId: brand.id,
    });
  });

  it("knows no other brand's licence, and ends once", async () => {
    const ada = world.person();
    const { licence } = await world.accept(ada, await world.exchange(brand));
    const other = await world.brand();
    const theirs = await end(other, licence.id);
    expect(theirs).toEqual(await end(other, "no-such-licence"));
    expect(theirs).toMatchObject({ licence: null, userErrors: [{ code: "NOT_FOUND", field: ["licenceId"] }] });
    expect((await end(brand, licence.id)).userErrors).toEqual([]);
    expect((await end(brand, licence.id)).userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
    expect((await world.withdraw(ada, licence.id)).userErrors).toMatchObject([{ code: "ALREADY_ENDED" }]);
  });
});
