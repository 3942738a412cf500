import { startMariadb } from "../test/harness/throwaway-mariadb.mjs";
import { BenchWorld } from "./bench-world.js";
import type { Benchmark } from "./benchmark.js";
import { median } from "./benchmark.js";
import { everyTerm, fullVault } from "./market.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const WARM_UP_QUERIES = 100;
const MEASURED_QUERIES = 301;
/** One statement writes so many. */
const DAYS_OF_OTHERS = 1_000;
const QUERY =
  "data { fitness { steps { start end sum unit } } heart { rate(precision: COARSE) { start mean } } sleep { duration { start sum } } }";

/** What a brand's query costs where a million days of other people lie beside those that it asks for, on MariaDB. */
export const personDays: Benchmark = {
  name: "person-days",
  title: "a brand's licensed query on MariaDB beside a million person-days",
  unit: "ms",
  goal: 1.3,
  runs: 3,
  ours: () => queryMs(1_000_000),
  peer: { title: "beside a thousand", measure: () => queryMs(1_000) },
};

function queryMs(others: number): Promise<number> {
  return inTemporaryFolder(async (folder) => {
    const mariadb = await startMariadb();
    const world = await BenchWorld.open(folder, { DATABASE_URL: `${mariadb.url}confide`, NODE_ENV: "development" });
    try {
      const person = await fullVault(world);
      const brand = await world.brand();
      const ref = await brand.refOf(await person.accept(await brand.publish({ terms: await everyTerm() })));
      await addOthers(mariadb.socket, person.id, others);
      const tookMs: number[] = [];
      for (let query = 0; query < WARM_UP_QUERIES + MEASURED_QUERIES; query += 1) {
        const startMs = performance.now();
        const { data, errors } = await brand.customer(ref, QUERY);
        tookMs.push(performance.now() - startMs);
        if (errors || !data) throw new Error("the query was not answered");
      }
      return median(tookMs.slice(WARM_UP_QUERIES));
    } finally {
      await world.close();
      await mariadb.stop();
    }
  });
}

/** Other people's days, as large as this person's: who they are makes no difference to who does not ask for them. */
async function addOthers(socket: string, personId: string, count: number): Promise<void> {
  const { createConnection } = await import("mysql2/promise");
  const connection = await createConnection({ socketPath: socket, user: "root", database: "confide_user_profile" });
  try {
    for (let people = 0; people * DAYS_OF_OTHERS < count; people += 1) {
      await connection.query(
        "INSERT INTO observation_day (personId, metric, day, chunk) " +
          "SELECT CONCAT(?, LPAD(seq DIV 400, 4, '0')), c.metric, DATE_ADD('2023-01-01', INTERVAL seq MOD 400 DAY), c.chunk " +
          `FROM seq_0_to_${DAYS_OF_OTHERS - 1}, (SELECT metric, chunk FROM observation_day WHERE personId = ? ORDER BY LENGTH(chunk) DESC LIMIT 1) c`,
        [`other-${people}-`, personId],
      );
    }
    await connection.query("ANALYZE TABLE observation_day");
  } finally {
    await connection.end();
  }
}
