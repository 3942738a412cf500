import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { World } from "../harness/world.js";
import type { WorldPerson } from "../harness/world-person.js";

const CARD = [
  "BEGIN:VCARD",
  "VERSION:4.0",
  "FN:Zoë Ünseen",
  "N:Ünseen;Zoë;;;",
  "EMAIL:zoe@unseen.example",
  "TEL;VALUE=uri:tel:+43-1-555-0199",
  "BDAY:19840229",
  "GENDER:F",
  "LANG:de",
  "ADR;TYPE=home:;;Some Street 1;Graz;Styria;8010;Austria",
  "END:VCARD",
  "",
].join("\r\n");

/** What is said once of a person: from their own card into the vault, out only under its own licence. */
describe("facts of one's own card", () => {
  let world: World;
  let person: WorldPerson;
  beforeAll(async () => {
    world = await World.open();
    person = await world.person();
    expect(await person.importText(CARD, "me.vcf")).toMatchObject({ status: "DONE", recordsRead: 1, problems: [] });
  }, 60_000);
  afterAll(() => world.close());

  it("are the person's to read, exactly", async () => {
    const own = await person.own(
      `contact { givenName familyName email phone postalAddress }
       demographics { gender languages birthYear { low high } homeArea { latitude longitude locality region country } household { low } }`,
    );
    expect(own).toEqual({
      contact: {
        givenName: "Zoë",
        familyName: "Ünseen",
        email: "zoe@unseen.example",
        phone: "+43-1-555-0199",
        postalAddress: "Some Street 1, Graz, Styria, 8010, Austria",
      },
      demographics: {
        gender: "F",
        languages: ["de"],
        birthYear: { low: 1984, high: 1984 },
        homeArea: { latitude: null, longitude: null, locality: "Graz", region: "Styria", country: "AT" },
        household: null,
      },
    });
  });

  it("leave one by one, as finely as each is licensed", async () => {
    const brand = await world.brand();
    const licence = await person.licensing("demographics.homeArea", "COARSE").to(brand);
    await person.licensing("contact.email", "EXACT").to(brand);
    const ref = await brand.refOf(licence);
    const answer = await brand.customer(
      ref,
      `data { contact { email phone } demographics { gender
         asLicensed: homeArea { locality region country } coarser: homeArea(precision: BAND) { locality region country } } }`,
    );
    expect(answer.errors).toBeUndefined();
    expect(answer.data).toEqual({
      customer: {
        data: {
          contact: { email: "zoe@unseen.example", phone: null },
          demographics: {
            gender: null,
            asLicensed: { locality: null, region: "Styria", country: "AT" },
            coarser: { locality: null, region: null, country: "AT" },
          },
        },
      },
    });
    expect(answer.extensions?.withheld?.map(({ field, reason }) => `${field} ${reason}`).sort()).toEqual([
      "contact.phone NO_LICENCE",
      "demographics.gender NO_LICENCE",
    ]);
    const { data } = await person.ask("{ me { disclosures { nodes { fields { field precision items } } } } }");
    const { nodes } = (data as never as { me: { disclosures: { nodes: { fields: object[] }[] } } }).me.disclosures;
    expect(nodes.flatMap(({ fields }) => fields)).toEqual(
      expect.arrayContaining([
        { field: "contact.email", precision: "EXACT", items: 1 },
        { field: "demographics.homeArea", precision: "COARSE", items: 1 },
      ]),
    );
  });

  it("count as added once", async () => {
    const other = await world.person();
    expect((await other.importText(CARD)).recordsAdded).toBeGreaterThan(5);
    expect((await other.importText(CARD)).recordsAdded).toBe(0);
    expect((await other.importText(CARD.replace("GENDER:F", "GENDER:O"))).recordsAdded).toBe(1);
  });

  it("of an address book are other people's, and are not taken in", async () => {
    const other = await world.person();
    const book = await other.importText(CARD + CARD.replace("Zoë", "Else"), "contacts.vcf");
    expect(book.problems.length).toBeGreaterThan(0);
    expect(await other.own("contact { givenName email }")).toEqual({ contact: { givenName: null, email: null } });
  });
});
