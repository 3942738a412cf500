import { createReadStream, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { compactVerify, createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet } from "jose";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import { DAY_MS } from "../../shared/clock.js";
import type { Database } from "../../shared/database.js";
import { EpochKeys } from "../../shared/epoch-keys.js";
import { openPersonKeys, PersonKeyRow } from "../../shared/person-keys.js";
import { embeddedSecrets } from "../../shared/secrets.js";
import { ObservationDay } from "../../subgraphs/user-profile/vault/observation-day.js";
import { PropositionRow } from "../../subgraphs/offers/slot/proposition-row.js";
import { auditRooms } from "../../topology/audit.js";
import { storedBytes } from "../harness/databases.js";
import { Api, World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

/** Nothing else in this world is written so; what is found afterwards was not erased. */
const CANARY = "Quetzalcanary";
const CARD = `BEGIN:VCARD\r\nVERSION:4.0\r\nFN:${CANARY} Nachname\r\nN:Nachname;${CANARY};;;\r\nEMAIL:${CANARY}@vcard.example\r\nTEL:+43 699 77700777\r\nNOTE:${CANARY}\r\nEND:VCARD\r\n`;

interface Erasure {
  id: string;
  status: string;
  erasedAt: string | null;
  unrecoverableFrom: string | null;
  certificate: string | null;
}
const ERASE = `mutation ($input: EraseMyDataInput!) {
  eraseMyData(input: $input) { erasure { id status erasedAt unrecoverableFrom certificate } userErrors { code field } }
}`;
interface Erased {
  eraseMyData: { erasure: Erasure | null; userErrors: { code: string; field: string[] | null }[] };
}

describe("a person who erases everything", () => {
  let world: World;
  let person: WorldPerson;
  let other: WorldPerson;
  let brand: WorldBrand;
  let signedIn: Api;
  let licenceId: string;
  let ref: string;
  let erasure: Erasure;
  let keyCopies: Record<string, PersonKeyRow | null>;
  const ROOMS = ["user-profile", "consent", "offers", "identity"] as const;

  const erase = async (confirm: string, by: Api = signedIn): Promise<Erased["eraseMyData"]> =>
    (await by.query<Erased>(ERASE, { input: { confirm, idempotencyKey: world.key() } })).eraseMyData;
  const databaseOf = (room: "userProfile" | "consent" | "offers"): Database => world.confide[room].database;
  const keyRow = (database: Database, personId: string): Promise<PersonKeyRow | null> =>
    database.read((manager) => manager.findOneBy(PersonKeyRow, { personId }));
  const epochKeys = async (room: string): Promise<EpochKeys> => {
    const { dataDir } = world.environment;
    const { keyEncryptionKeys } = await embeddedSecrets(dataDir);
    return EpochKeys.open(join(dataDir, "keys", room), keyEncryptionKeys, world.now());
  };
  const opens = async (room: string, row: PersonKeyRow | null): Promise<boolean> =>
    row !== null && (await epochKeys(room)).unwrap(row.personId, row.epoch, Buffer.from(row.wrapped)) !== null;
  const asked = "ref data { heart { restingRate { mean } } contact { givenName } }";

  beforeAll(async () => {
    world = await World.open();
    [person, other, brand] = await Promise.all([world.person(), world.person(), world.brand()]);
    const file = { seed: 7, now: world.now(), days: 20, profile: RUNNER };
    for (const one of [person, other]) {
      await one.importText(appleHealthExport(file), "export.xml");
      await one.importText(CARD.replaceAll(CANARY, one === person ? CANARY : "Otto"), `${one.id}.vcf`);
    }
    const terms = [
      { field: "heart.restingRate", precision: "EXACT", history: "P30D", points: 10 },
      { field: "contact.givenName", precision: "EXACT", history: "P30D" },
    ];
    const exchange = await brand.publish({ terms, rewardPerDisclosure: 3 });
    await other.accept(exchange);
    licenceId = await person.accept(exchange);
    ref = await brand.refOf(licenceId);
    await brand.offer();
    expect((await brand.customer(ref, `${asked} offerSlots(placement: "home") { position }`)).text).toContain(CANARY);
    await world.confide.settle();
    signedIn = await person.signIn();
    keyCopies = {
      "user-profile": await keyRow(databaseOf("userProfile"), person.id),
      consent: await keyRow(databaseOf("consent"), person.id),
      offers: await keyRow(databaseOf("offers"), person.id),
    };
  });
  afterAll(() => world.close());

  it("says so with their address, after having just signed in", async () => {
    const program = await person.ask(ERASE, { input: { confirm: person.email, idempotencyKey: "k" } });
    expect(program.errors?.map(({ extensions }) => extensions["code"])).toEqual(["FORBIDDEN"]);
    expect(await erase("somebody@else.example")).toEqual({
      erasure: null,
      userErrors: [{ code: "INVALID", field: ["confirm"] }],
    });
    expect((await person.own<{ contact: { givenName: string } }>("contact { givenName }")).contact.givenName).toBe(
      CANARY,
    );
  });

  it("gets a certificate of every room, with both dates", async () => {
    const { erasure: done, userErrors } = await erase(person.email.toUpperCase());
    expect(userErrors).toEqual([]);
    erasure = done!;
    expect(erasure).toMatchObject({ status: "DONE", certificate: expect.any(String) });
    const keys = (await (
      await fetch(`${world.url}/.well-known/confide-certificate-keys.json`)
    ).json()) as JSONWebKeySet;
    const { payload } = await compactVerify(erasure.certificate!, createLocalJWKSet(keys));
    expect(decodeProtectedHeader(erasure.certificate!)["typ"]).toBe("erasure-certificate+jwt");
    const { erasedAt, unrecoverableFrom, rooms, ...rest } = JSON.parse(Buffer.from(payload).toString()) as {
      erasedAt: string;
      unrecoverableFrom: string;
      rooms: Record<string, unknown>;
    };
    expect(rest).toEqual({ iss: world.url, jti: erasure.id, iat: expect.any(Number) });
    expect(Object.keys(rooms).sort()).toEqual([...ROOMS].sort());
    expect([Date.parse(erasedAt), Date.parse(unrecoverableFrom)]).toEqual([
      Date.parse(erasure.erasedAt!),
      Date.parse(erasure.unrecoverableFrom!),
    ]);
    const days = (Date.parse(unrecoverableFrom) - Date.parse(erasedAt)) / DAY_MS;
    expect(days).toBeGreaterThan(13.9);
    expect(days).toBeLessThanOrEqual(14);
    for (const text of [erasure.certificate!, Buffer.from(payload).toString()]) expect(text).not.toContain(person.id);
  });

  it("is nobody any more: no token, no sign-in, and their address is free", async () => {
    expect((await person.ask("{ me { id } }")).status).toBe(401);
    expect((await signedIn.ask("{ me { id } }")).status).toBe(401);
    await expect(person.signIn()).rejects.toThrow("refused");
    const account = { displayName: "Another", email: person.email, password: "correct horse battery" };
    expect((await world.confide.identity.createAccount(account)).personId).not.toBe(person.id);
  });

  it("is a stranger to the brand, which is told to erase what it read", async () => {
    const before = await brand.customer("unknown-reference-000", asked);
    expect((await brand.customer(ref, asked)).text.replaceAll(ref, "unknown-reference-000")).toBe(before.text);
    type Account = {
      brand: {
        account: {
          held: number;
          licences: {
            nodes: { id: string; status: string; customerRef: string; erasure: { dueAt: string } | null }[];
          };
          disclosures: { nodes: { licence: { id: string } | null }[] };
        };
      };
    };
    const { brand: told } = await brand.api.query<Account>(
      "{ brand { account { held licences { nodes { id status customerRef erasure { dueAt } terms { field } receipt } } disclosures { nodes { licence { id } } } } } }",
    );
    const licence = told.account.licences.nodes.find(({ id }) => id === licenceId);
    expect(licence).toMatchObject({ status: "WITHDRAWN", customerRef: ref, erasure: { dueAt: expect.any(String) } });
    expect(told.account.disclosures.nodes).toEqual([]);
    expect(told.account.held).toBe(0);
  });

  it("leaves the books whole and everybody else as they were", async () => {
    await world.confide.settle();
    expect(await auditRooms(world.environment)).toEqual([]);
    expect((await other.own<{ contact: { givenName: string } }>("contact { givenName }")).contact.givenName).toBe(
      "Otto",
    );
    const { me } = await other.api.query<{ me: { licences: { nodes: { status: string }[] } } }>(
      "{ me { licences { nodes { status } } } }",
    );
    expect(me.licences.nodes).toEqual([{ status: "ACTIVE" }]);
  });

  it("is found nowhere: no file, no log of the database, no row under their id", async () => {
    for (const needle of [CANARY, person.email]) {
      for (const file of await filesOf(world)) expect([file, await contains(file, needle)]).toEqual([file, false]);
      expect((await storedBytes(world.environment.databases)).includes(needle)).toBe(false);
    }
    expect(await databaseOf("offers").read((manager) => manager.countBy(PropositionRow, { personId: person.id }))).toBe(
      0,
    );
    for (const room of ["userProfile", "consent", "offers"] as const) {
      expect(await keyRow(databaseOf(room), person.id)).toBeNull();
    }
  });

  it("takes an import with it that is being read", async () => {
    const late = await world.person();
    const session = await late.signIn();
    const text = appleHealthExport({ seed: 9, now: world.now(), days: 90, profile: RUNNER });
    const { uploadUrl } = await late.startImport("export.xml", Buffer.byteLength(text));
    expect((await late.put(uploadUrl, text)).status).toBe(202);
    const kept = (): Promise<number> =>
      databaseOf("userProfile").read((manager) => manager.countBy(ObservationDay, { personId: late.id }));
    while ((await kept()) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect((await erase(late.email, session)).erasure).toMatchObject({ status: "DONE" });
    expect(await kept()).toBe(0);
    const spool = join(world.environment.dataDir, "uploads");
    while (readdirSync(spool).length > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    // Whatever was on its way has come to its end.
    await world.restart();
    expect(await kept()).toBe(0);
  });

  it("cannot be written for any more by what was under way", async () => {
    const late = databaseOf("offers");
    const { keyEncryptionKeys } = await embeddedSecrets(world.environment.dataDir);
    const keys = await openPersonKeys(
      late,
      join(world.environment.dataDir, "keys", "offers"),
      keyEncryptionKeys,
      world.now(),
    );
    await expect(late.write((manager) => keys.forWriting(manager, person.id))).rejects.toThrow("erased");
    await expect(late.write((manager) => keys.forChanging(manager, person.id))).rejects.toThrow("erased");
  });

  it("is noise in a copy of the database from before, once two epochs have passed; nobody else is", async () => {
    for (const room of ["user-profile", "consent", "offers"]) expect(await opens(room, keyCopies[room]!)).toBe(true);
    const rotate = (): Promise<unknown> =>
      Promise.all((["userProfile", "consent", "offers"] as const).map((room) => world.confide[room].rotateKeys()));
    for (let epoch = 0; epoch < 2; epoch += 1) {
      world.advance(7 * DAY_MS);
      await rotate();
    }
    for (const room of ["user-profile", "consent", "offers"]) expect(await opens(room, keyCopies[room]!)).toBe(false);
    await world.restart();
    expect((await other.own<{ contact: { givenName: string } }>("contact { givenName }")).contact.givenName).toBe(
      "Otto",
    );
  });

  it("is remembered by the erasure's id for 30 days, by whoever holds it", async () => {
    const nobody = new Api(world.url, null);
    const query = "query ($id: ID!) { erasure(id: $id) { id status erasedAt unrecoverableFrom certificate } }";
    expect(await nobody.ask(query, { id: erasure.id })).toMatchObject({ data: { erasure } });
    expect(await nobody.ask(query, { id: "unknown" })).toMatchObject({ data: { erasure: null } });
    world.advance(17 * DAY_MS);
    expect(await nobody.ask(query, { id: erasure.id })).toMatchObject({ data: { erasure: null } });
  });
});

/** Everything that the installation has written: its folder, and the whole folder of its database server. */
async function filesOf({ environment }: World): Promise<string[]> {
  const folders = [environment.dataDir];
  if ("server" in environment.databases) {
    const { host, port, username } = environment.databases.server;
    const connection = await createConnection({ host, port, user: username });
    const [rows] = await connection.query<RowDataPacket[]>("SELECT @@datadir AS folder");
    await connection.end();
    folders.push(String(rows[0]?.["folder"]));
  }
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name)),
  );
}

/** Across the borders of what is read at a time; a file that goes meanwhile holds nothing. */
async function contains(file: string, needle: string): Promise<boolean> {
  if (!existsSync(file)) return false;
  let rest = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(file)) {
      const bytes = Buffer.concat([rest, chunk as Buffer]);
      if (bytes.includes(needle)) return true;
      rest = bytes.subarray(-needle.length);
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  return false;
}
