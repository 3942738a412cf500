/** SWC compiles the decorators as tsc does; ESM because jose and oidc-provider are ESM only. */
module.exports = {
  // A busy machine is no failure: nothing is timed, and what hangs still ends.
  testTimeout: 60_000,
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.test.ts"],
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
