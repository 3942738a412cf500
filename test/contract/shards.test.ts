import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";
import { appleHealthExport, RUNNER } from "../../demo/sample-exports.js";
import { databaseName, type MariadbServer } from "../../shared/mariadb-server.js";
import { World } from "../harness/world.js";
import type { WorldBrand } from "../harness/world-brand.js";
import type { WorldPerson } from "../harness/world-person.js";

const PARTITIONS = 4;

/** They name a person and find them by something else, so they cannot lie with the person. */
const GLOBAL_TABLES = [
  "account_by_email",
  "complaint_index",
  "customer_ref",
  "disclosure_by_brand",
  "licence_index",
  "partner_subject",
  "proposition_index",
  "token_by_hash",
];

/** A table that names a person; `key` is the first column of its primary key. */
interface Table {
  database: string;
  name: string;
  key: string;
}

/** ARCHITECTURE 6: beyond one machine the same statements go to the one shard that keeps a person. */
describe("tables and statements", () => {
  let world: World;
  let server: MariadbServer;
  let connection: Connection;
  let tables: Table[];
  let brand: WorldBrand;
  let person: WorldPerson;
  let ref: string;
  beforeAll(async () => {
    world = await World.open();
    server = (world.environment.databases as { server: MariadbServer }).server;
    connection = await createConnection({ host: server.host, port: server.port, user: server.username });
    tables = await tablesOf(server.prefix);
  });
  afterAll(async () => {
    await connection.query("SET GLOBAL general_log = OFF");
    await connection.end();
    await world.close();
  });

  const ofPersons = (): Table[] => tables.filter(({ key }) => key === "personId");

  it("of a person lead their key with the person, or are global and known as such", () => {
    const others = tables.filter(({ key }) => key !== "personId");
    expect(others.map(({ name }) => name).sort()).toEqual(GLOBAL_TABLES);
    expect(ofPersons().length).toBeGreaterThan(GLOBAL_TABLES.length);
  });

  it("of a person can be parted by person, which no other unique key and no foreign key forbids", async () => {
    for (const { database, name } of ofPersons()) {
      await connection.query(
        `ALTER TABLE \`${database}\`.\`${name}\` PARTITION BY KEY(personId) PARTITIONS ${PARTITIONS}`,
      );
    }
  });

  it("on a person's and a brand's daily ways look into one partition of each table", async () => {
    const terms = [
      { field: "fitness.workouts", precision: "FINE", history: "P30D", points: 10 },
      { field: "heart.rate", precision: "COARSE", history: "P30D" },
    ];
    brand = await world.brand();
    const exchange = await brand.publish({ purpose: "PERSONALISED_OFFERS", terms, rewardPerDisclosure: 2 });
    await brand.offer({ targeting: [{ trait: "runsPerWeek", operator: "AT_LEAST", values: ["1"] }] });
    // Others, so that every partition has somebody in it.
    for (let others = 0; others < PARTITIONS; others += 1) await (await world.person()).accept(exchange);
    person = await world.person();
    await person.importText(appleHealthExport({ seed: 5, now: world.now(), days: 20, profile: RUNNER }));

    const seen = await statementsOf(async () => {
      const licence = await person.accept(exchange);
      ref = await brand.refOf(licence);
      const told = await brand.customer(ref, SELECTION, "PERSONALISED_OFFERS");
      expect(told.extensions?.withheld).toBeUndefined();
      await world.confide.settle();
      expect((await person.ask(OWN)).errors).toBeUndefined();
      await person.withdraw(licence);
    });
    const scattered: string[] = [];
    const looked = new Set<string>();
    for (const { database, statement } of seen) {
      for (const { table, partitions } of await plan(database, statement)) {
        if (partitions === null) continue;
        looked.add(table);
        if (partitions.includes(",")) scattered.push(`${partitions}: ${statement}`);
      }
    }
    expect(scattered).toEqual([]);
    // The names are the statements' own; it is enough to know that the plans were about these tables.
    expect(looked.size).toBeGreaterThan(10);
  });

  it("would be found out where they look for somebody in every partition", async () => {
    const statement = `SELECT * FROM licence WHERE brandId = '${brand.id}'`;
    const [first] = await plan(databaseName(server, "consent"), statement);
    expect(first?.partitions?.split(",")).toHaveLength(PARTITIONS);
  });

  const SELECTION = `ref satisfies(predicate: { field: "heart.rate", atLeast: 60 }) data { fitness { workouts { start } } heart { rate { mean } } }
    offerSlots(placement: "home") { proposition { because } }`;
  const OWN = `{ me { displayName timeZone wallet { available entries { nodes { points } } } exchanges { nodes { id } }
    licences { nodes { id status } } disclosures { nodes { id } } imports { nodes { id } } sources { id }
    data { heart { rate { mean } } } } }`;

  async function tablesOf(prefix: string): Promise<Table[]> {
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT c.table_schema AS `database`, c.table_name AS name, k.column_name AS `key` FROM information_schema.columns c " +
        "JOIN information_schema.key_column_usage k ON k.table_schema = c.table_schema AND k.table_name = c.table_name " +
        "AND k.constraint_name = 'PRIMARY' AND k.ordinal_position = 1 WHERE c.column_name = 'personId' AND LEFT(c.table_schema, ?) = ?",
      [prefix.length, prefix],
    );
    return rows as Table[];
  }

  /** What this world's rooms send to the server while something goes on, timers aside. */
  async function statementsOf(what: () => Promise<void>): Promise<{ database: string; statement: string }[]> {
    await connection.query("TRUNCATE TABLE mysql.general_log");
    await connection.query("SET GLOBAL log_output = 'TABLE'");
    await connection.query("SET GLOBAL general_log = ON");
    await what();
    await connection.query("SET GLOBAL general_log = OFF");
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT DISTINCT p.DB AS `database`, CONVERT(l.argument USING utf8mb4) AS statement FROM mysql.general_log l " +
        "JOIN information_schema.processlist p ON p.ID = l.thread_id WHERE l.command_type = 'Query' AND LEFT(p.DB, ?) = ?",
      [server.prefix.length, server.prefix],
    );
    const all = rows as { database: string; statement: string }[];
    return all.filter(({ statement }) => /^(SELECT|UPDATE|DELETE)\b/i.test(statement) && !ON_A_TIMER.test(statement));
  }

  async function plan(database: string, statement: string): Promise<{ table: string; partitions: string | null }[]> {
    await connection.query(`USE \`${database}\``);
    const [rows] = await connection.query<RowDataPacket[]>(`EXPLAIN PARTITIONS ${statement}`);
    return rows as { table: string; partitions: string | null }[];
  }
});

/** Every few seconds, and not for any request: holds of whomever that nobody has told the outcome of. */
const ON_A_TIMER = /`licence_use`.*`state` = 'HELD'.*`expiresAt` </;
