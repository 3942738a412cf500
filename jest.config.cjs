/** SWC compiles the decorators as tsc does; ESM because jose and oidc-provider are ESM only. */
const common = {
  rootDir: __dirname,
  extensionsToTreatAsEsm: [".ts"],
  moduleNameMapper: { "^(\\.{1,2}/.*)\\.js$": "$1" },
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: {
          parser: { syntax: "typescript", decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: false, useDefineForClassFields: false },
          target: "es2022",
        },
        module: { type: "es6" },
        sourceMaps: "inline",
      },
    ],
  },
  setupFiles: ["<rootDir>/test/harness/setup.ts"],
  modulePathIgnorePatterns: ["<rootDir>/dist"],
};

const isFull = process.env.CONFIDE_TEST_FULL === "1";

/** What is told twice, once for each database: what is at stake when many write, and what a brand may see. */
const ON_MARIADB = [
  "contract/{migrations,shards}.test.ts",
  "journeys/{flip,licensing.table,value,erasure,offers-claims}.test.ts",
  "journeys/{compose,faults}.test.ts",
  "unit/{identity,shared,subgraphs}/**/*.interleaving.test.ts",
  "unit/shared/{database,mariadb-tables}.test.ts",
];
/** With CONFIDE_TEST_FULL=1 also every other suite that opens a database. */
const ON_MARIADB_TOO = [
  "journeys/*.test.ts",
  "unit/{identity,shared,subgraphs/{consent,offers}}/**/*.test.ts",
  "unit/subgraphs/user-profile/vault/*.test.ts",
];

module.exports = {
  // By itself jest leaves one core free, which is half of a small machine.
  maxWorkers: "100%",
  // What a suite has loaded is not given back; a worker that has grown makes way for a fresh one.
  workerIdleMemoryLimit: "1.5GB",
  // How long a test may hang, not how fast it is: on a machine with other work, opening a world takes seconds.
  testTimeout: 180_000,
  testSequencer: "<rootDir>/test/harness/sequencer.cjs",
  projects: [
    {
      ...common,
      displayName: "sqlite",
      testEnvironment: "node",
      testMatch: ["<rootDir>/test/**/*.test.ts"],
      // Partitions, a server's databases and the server topology are MariaDB's alone.
      testPathIgnorePatterns: [
        "/node_modules/",
        "/test/contract/shards",
        "/test/unit/shared/mariadb-tables",
        "/test/journeys/(compose|faults)",
      ],
    },
    {
      ...common,
      displayName: "mariadb",
      // Licensing decides without a database.
      testPathIgnorePatterns: ["/node_modules/", "/test/unit/shared/licensing/"],
      testEnvironment: "<rootDir>/test/harness/mariadb-environment.cjs",
      testMatch: [...ON_MARIADB, ...(isFull ? ON_MARIADB_TOO : [])].map((pattern) => `<rootDir>/test/${pattern}`),
      globalSetup: "<rootDir>/test/harness/mariadb-setup.mjs",
      globalTeardown: "<rootDir>/test/harness/mariadb-teardown.mjs",
    },
  ],
};
