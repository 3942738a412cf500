/** What one request may cost before it is even planned; each with its reason. */

/** HTTP.md: a body over 1 MB on /graphql is answered with 413. */
export const GRAPHQL_BODY_MAX = "1mb";

/** The full introspection query has about 700 tokens, a query of all fields about 400. */
export const QUERY_TOKENS_MAX = 2_000;

/** A 1,200-byte query of nested fragments blocked this gateway for 17 s; the server counts selections through fragments. */
export const RECURSIVE_SELECTIONS_MAX = 2_000;

/** More than a developer reads at once; each costs a pass over the schema. */
export const VALIDATION_ERRORS_MAX = 5;
export const COERCION_ERRORS_MAX = 5;
