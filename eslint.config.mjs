import tseslint from "typescript-eslint";

/** Type-aware: a promise that nobody awaits is how a disclosure would be lost. Formatting is Prettier's. */
export default tseslint.config(
  { ignores: ["dist/", "data/", "node_modules/", "coverage/"] },
  {
    files: ["**/*.ts", "**/*.tsx"],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: {
      parserOptions: {
        project: ["tsconfig.test.json", "tsconfig.explorer.json"],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      // Crashes the checker of TypeScript 6.0.3 (8.73.0).
      "@typescript-eslint/no-unsafe-class-instance-assignment": "off",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/explicit-module-boundary-types": "error",
      // Classes with decorators alone are how type-graphql and TypeORM are written.
      "@typescript-eslint/no-extraneous-class": ["error", { allowWithDecorator: true }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      // Interfaces that return promises are implemented by functions that need not wait.
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-confusing-void-expression": "off",
      // Words kept in a database become the enum they were written from.
      "@typescript-eslint/no-unsafe-enum-assignment": "off",
      // Inputs of mutations are classes without methods.
      "@typescript-eslint/no-misused-spread": "off",
      "@typescript-eslint/no-unnecessary-condition": ["error", { allowConstantLoopConditions: "always" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "no-restricted-exports": ["error", { restrictDefaultExports: { direct: true } }],
      "max-lines": ["error", { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // The environment is read in one place; the entry hands it there, tests and scripts make their own.
    files: ["shared/**", "identity/**", "gateway/**", "subgraphs/**", "demo/**", "topology/**"],
    ignores: ["shared/environment.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Read it in shared/environment.ts." },
      ],
    },
  },
  {
    files: ["test/**", "scripts/**", "bench/**"],
    rules: {
      "@typescript-eslint/no-non-null-assertion": "off",
      "@typescript-eslint/explicit-module-boundary-types": "off",
      "@typescript-eslint/no-unsafe-assignment": "off",
      "@typescript-eslint/no-unsafe-member-access": "off",
      "@typescript-eslint/no-unsafe-argument": "off",
      "@typescript-eslint/no-unsafe-call": "off",
      "@typescript-eslint/no-unsafe-return": "off",
      "max-lines": "off",
      "no-restricted-syntax": [
        "error",
        {
          selector: "MemberExpression[object.name=/^(describe|it|test)$/][property.name=/^(only|skip|todo)$/]",
          message: "A test is there or it is not; what needs something absent says so through test/harness/beside.ts.",
        },
      ],
    },
  },
  { files: ["*.mjs", "*.cjs", "scripts/*.mjs"], extends: [tseslint.configs.disableTypeChecked] },
);
