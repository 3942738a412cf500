import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createConnection, type Connection, type RowDataPacket } from "mysql2/promise";
import { openMariadb } from "../../../shared/mariadb.js";
import { databaseName, readDatabaseUrl, type MariadbServer } from "../../../shared/mariadb-server.js";
import { migrateMariadb } from "../../../shared/mariadb-tables.js";
import { PersonKeyRow } from "../../../shared/person-keys.js";
import { storage as consent } from "../../../subgraphs/consent/storage.js";
import { storage as offers } from "../../../subgraphs/offers/storage.js";
import { dropDatabases, ownDatabaseUrl } from "../../harness/databases.js";

const ROOMS = [consent, offers];

describe("the databases on a server", () => {
  let server: MariadbServer;
  let connection: Connection;
  beforeEach(async () => {
    server = readDatabaseUrl(ownDatabaseUrl() ?? "");
    connection = await createConnection({ host: server.host, port: server.port, user: server.username });
  });
  afterEach(async () => {
    await connection.end();
    await dropDatabases({ server });
  });

  const drop = (room: string): Promise<unknown> => connection.query(`DROP DATABASE \`${databaseName(server, room)}\``);

  it("are made once, also where two processes start at the same moment", async () => {
    const isNew = await Promise.all([migrateMariadb(server, ROOMS), migrateMariadb(server, ROOMS)]);
    expect(isNew.sort()).toEqual([false, true]);
    expect(await migrateMariadb(server, ROOMS)).toBe(false);
  });

  it("compare texts as bytes in every column", async () => {
    await migrateMariadb(server, ROOMS);
    const [rows] = await connection.query<RowDataPacket[]>(
      "SELECT DISTINCT collation_name AS collation FROM information_schema.columns WHERE LEFT(table_schema, ?) = ? AND collation_name IS NOT NULL AND table_name <> 'migrations'",
      [server.prefix.length, server.prefix],
    );
    expect(rows.map((row) => row["collation"] as string)).toEqual(["utf8mb4_nopad_bin"]);
  });

  it("are refused where somebody made one that compares otherwise", async () => {
    await connection.query(`CREATE DATABASE \`${databaseName(server, "consent")}\` COLLATE utf8mb4_general_ci`);
    await expect(migrateMariadb(server, ROOMS)).rejects.toThrow(/utf8mb4_general_ci.*COLLATE utf8mb4_nopad_bin/);
  });

  it("are missed where one of them is gone and others hold people, and only then", async () => {
    await migrateMariadb(server, ROOMS);
    await drop("offers");
    expect(await migrateMariadb(server, ROOMS)).toBe(false); // an interrupted first start looks like this
    const database = await openMariadb(server, consent);
    const row = { personId: "ada", epoch: 1, version: 1, wrapped: Buffer.alloc(60) };
    await database.write((manager) => manager.insert(PersonKeyRow, row));
    await database.close();
    await drop("offers");
    await expect(migrateMariadb(server, ROOMS)).rejects.toThrow(/_offers is gone/);
  });

  it("are not used while their tables are older than the program", async () => {
    await migrateMariadb(server, [
      { ...offers, migrations: { sqlite: [], mariadb: offers.migrations.mariadb.slice(0, 1) } },
    ]);
    await expect(openMariadb(server, offers)).rejects.toThrow(/tables of offers are older.*confide migrate/);
    await migrateMariadb(server, [offers]);
    await (await openMariadb(server, offers)).close();
  });

  it("serve a user who may not make any, once they are there", async () => {
    const user = `u${server.prefix.slice(1, 20)}`;
    const names = ROOMS.map(({ room }) => databaseName(server, room));
    for (const name of names) await connection.query(`CREATE DATABASE \`${name}\` COLLATE utf8mb4_nopad_bin`);
    await connection.query(`CREATE USER '${user}'@'%' IDENTIFIED BY 'p@ss/word'`);
    for (const name of names) await connection.query(`GRANT ALL ON \`${name}\`.* TO '${user}'@'%'`);
    const narrow = readDatabaseUrl(`mariadb://${user}:p%40ss%2Fword@127.0.0.1:${server.port}/${server.prefix}`);
    expect(await migrateMariadb(narrow, ROOMS)).toBe(true);
    await (await openMariadb(narrow, consent)).close();
    const wrong = { ...narrow, password: "not this" };
    await expect(migrateMariadb(wrong, ROOMS)).rejects.toThrow(/cannot be used \(ER_ACCESS_DENIED_ERROR\)/);
    await expect(openMariadb(wrong, consent)).rejects.toThrow(/cannot be used \(ER_ACCESS_DENIED_ERROR\)/);
    await connection.query(`DROP USER '${user}'@'%'`);
  });
});
