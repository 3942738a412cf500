import { join } from "node:path";
import type { Connection } from "mysql2/promise";
import type * as EpochKeysModule from "../shared/epoch-keys.js";
import type * as PurposeModule from "../shared/licensing/purpose.js";
import type * as PersonKeysModule from "../shared/person-keys.js";
import type * as SecretsModule from "../shared/secrets.js";
import type * as LivingLicencesModule from "../subgraphs/consent/customer/living-licences.js";
import type * as LicenceStatusModule from "../subgraphs/consent/licence/licence-status.js";
import type * as LicenceTextModule from "../subgraphs/consent/licence/licence-text.js";
import type * as VaultModule from "../subgraphs/user-profile/vault/vault.js";
import { startMariadb } from "../test/harness/throwaway-mariadb.mjs";
import { BenchWorld } from "./bench-world.js";
import type { Benchmark } from "./benchmark.js";
import { built } from "./built.js";
import { everyTerm, fullVault } from "./market.js";
import { inTemporaryFolder } from "./temporary-folder.js";

const WARM_UP_READS = 500;
const MEASURED_READS = 2_000;

/** What a brand's query reads of one customer before it reads data, opened as it is sealed. */
export const mariadbRead: Benchmark = {
  name: "mariadb-read",
  title: "one customer's profile and licences from MariaDB, read and opened",
  unit: "ms",
  goal: 1.5,
  runs: 3,
  ours: () => withCustomer(async (customer) => readMs(() => customer.ours())),
  peer: {
    title: "the same statements through mysql2's execute, unopened",
    measure: () => withCustomer(async (customer) => readMs(() => customer.raw())),
  },
};

interface ReadCustomer {
  ours(): Promise<number>;
  raw(): Promise<number>;
}

/** Both must find one profile and one licence. */
async function readMs(read: () => Promise<number>): Promise<number> {
  for (let i = 0; i < WARM_UP_READS; i += 1) if ((await read()) !== 2) throw new Error("the customer was not found");
  const startMs = performance.now();
  for (let i = 0; i < MEASURED_READS; i += 1) await read();
  return (performance.now() - startMs) / MEASURED_READS;
}

function withCustomer<T>(use: (customer: ReadCustomer) => Promise<T>): Promise<T> {
  return inTemporaryFolder(async (folder) => {
    const mariadb = await startMariadb();
    const world = await BenchWorld.open(folder, { DATABASE_URL: `${mariadb.url}confide`, NODE_ENV: "development" });
    const { createConnection } = await import("mysql2/promise");
    const connection = await createConnection({ host: "127.0.0.1", port: mariadb.port, user: "root" });
    try {
      const person = await fullVault(world);
      const brand = await world.brand();
      await person.accept(await brand.publish({ terms: await everyTerm() }));
      return await use(await customerOf(world, folder, { personId: person.id, brandId: brand.id }, connection));
    } finally {
      await connection.end();
      await world.close();
      await mariadb.stop();
    }
  });
}

async function customerOf(
  world: BenchWorld,
  folder: string,
  { personId, brandId }: { personId: string; brandId: string },
  connection: Connection,
): Promise<ReadCustomer> {
  const { EpochKeys } = await built<typeof EpochKeysModule>("shared/epoch-keys.js");
  const { PersonKeys } = await built<typeof PersonKeysModule>("shared/person-keys.js");
  const { Purpose } = await built<typeof PurposeModule>("shared/licensing/purpose.js");
  const { embeddedSecrets } = await built<typeof SecretsModule>("shared/secrets.js");
  const { LivingLicences } = await built<typeof LivingLicencesModule>("subgraphs/consent/customer/living-licences.js");
  const { IS_LIVE_SQL } = await built<typeof LicenceStatusModule>("subgraphs/consent/licence/licence-status.js");
  const { LicenceText } = await built<typeof LicenceTextModule>("subgraphs/consent/licence/licence-text.js");
  const { Vault } = await built<typeof VaultModule>("subgraphs/user-profile/vault/vault.js");
  const { keyEncryptionKeys } = await embeddedSecrets(folder);
  const keysOf = (room: string): PersonKeysModule.PersonKeys =>
    new PersonKeys(EpochKeys.open(join(folder, "keys", room), keyEncryptionKeys, new Date()));
  const living = new LivingLicences(new LicenceText(keysOf("consent")));
  const vault = new Vault(keysOf("user-profile"));
  const { consent, userProfile } = world.confide;
  const statements: [string, (string | number)[]][] = [
    [
      "SELECT l.personId, l.id, l.status, l.grantedAt, l.rewardPerDisclosure, l.maxDisclosures, l.disclosureCount, l.terms " +
        "FROM confide_consent.licence l WHERE l.personId IN (?) AND l.brandId = ? AND l.purpose = ? " +
        `AND ${IS_LIVE_SQL}`,
      [personId, brandId, Purpose.SERVICE_PERSONALISATION, Date.now()],
    ],
    ["SELECT personId, sealed FROM confide_user_profile.person_profile WHERE personId = ? LIMIT 1", [personId]],
  ];
  return {
    async ours() {
      const licences = await consent.database.glance((manager) =>
        living.of(manager, [personId], brandId, Purpose.SERVICE_PERSONALISATION, new Date()),
      );
      const profile = await userProfile.database.glance((manager) => vault.profile(manager, personId));
      return licences.length + (profile.facts["contact.email"] ? 1 : 0);
    },
    async raw() {
      let rows = 0;
      for (const [text, values] of statements)
        rows += ((await connection.execute(text, values))[0] as unknown[]).length;
      return rows;
    },
  };
}
