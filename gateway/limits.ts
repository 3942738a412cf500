import { SECOND_MS } from "../shared/clock.js";
import { CAPABILITY_LIFETIME_MS } from "../shared/limits.js";

/** What one request may cost, most of it before it is even planned; each with its reason. */

/** HTTP.md: a body over 1 MB on /graphql is answered with 413. */
export const GRAPHQL_BODY_MAX = "1mb";

/** The full introspection query has about 700 tokens, a query of all fields about 400. */
export const QUERY_TOKENS_MAX = 2_000;

/** A 1,200-byte query of nested fragments blocked this gateway for 17 s; the server counts selections through fragments. */
export const RECURSIVE_SELECTIONS_MAX = 2_000;

/** More than a developer reads at once; each costs a pass over the schema. */
export const VALIDATION_ERRORS_MAX = 5;
export const COERCION_ERRORS_MAX = 5;

/**
 * Fields below each other. The deepest question with a purpose that the contract allows has 12 (a brand's licences'
 * exchanges' brands' other exchanges' terms, through edges). graphql-js itself bounds introspection, which is not counted.
 */
export const DEPTH_MAX = 15;

/** One object's field under several names: twelve months of a series, with room; 100 aliases of one took 11 s. */
export const ALIASES_PER_FIELD_MAX = 20;

/** Aliases of a whole operation, through its fragments: each is a fetch text or a result of its own. */
export const ALIASES_MAX = 200;

/** Each root field is a fetch of its own: a screen asks for a handful. */
export const ROOT_FIELDS_MAX = 20;

/** The dearest single thing to ask, a series by the minute (see points.ts). */
export const SERIES_POINTS_MAX = 400;

/**
 * A full page of customers with every field there is must pass (129,000 points). Twenty names of one such series in
 * one's own vault are 31,000 points and took 2 s; a hundred of them took 11 s.
 */
export const OPERATION_POINTS_MAX = 130_000;

/** A principal's points: seven of the dearest operations at once, then three in four seconds; small queries by the thousand. */
export const BUCKET_POINTS = 1_000_000;
export const RESTORE_POINTS_PER_SECOND = 100_000;

/** Buckets kept in memory; who has not been seen for so many others has a full one anyway. */
export const BUCKETS_MAX = 50_000;

/** A body of 1 MB arrives in 15 s at 70 kB/s; 200 connections with a body of one byte were open for minutes. */
export const BODY_DEADLINE_MS = 15 * SECOND_MS;

/** Below CAPABILITY_LIFETIME_MS: what a room would answer later could open nothing any more. */
export const LINK_DEADLINE_MS = 8 * SECOND_MS;

/** All fetches of one operation, one behind the other: as long as its capabilities live, so that no chain of slow rooms keeps a client. */
export const OPERATION_DEADLINE_MS = CAPABILITY_LIFETIME_MS;

/** Operations at a time: with answers of some MB each, what a process of 2 GB holds. More are told to come back. */
export const OPERATIONS_MAX = 512;

/** Exports at a time: each keeps a core busy for as long as it is taken quickly. */
export const EXPORTS_MAX = 4;

/** What a test makes smaller. */
export interface GatewayLimits {
  bodyDeadlineMs: number;
  linkDeadlineMs: number;
  operationDeadlineMs: number;
  operationsMax: number;
  bucketPoints: number;
  restorePointsPerSecond: number;
}

export const GATEWAY_LIMITS: GatewayLimits = {
  bodyDeadlineMs: BODY_DEADLINE_MS,
  linkDeadlineMs: LINK_DEADLINE_MS,
  operationDeadlineMs: OPERATION_DEADLINE_MS,
  operationsMax: OPERATIONS_MAX,
  bucketPoints: BUCKET_POINTS,
  restorePointsPerSecond: RESTORE_POINTS_PER_SECOND,
};

/** Each of several gateways gives its part of what one principal may ask; the dearest operation must pass at each. */
export function sharedLimits(gateways: number): Pick<GatewayLimits, "bucketPoints" | "restorePointsPerSecond"> {
  return {
    bucketPoints: Math.max(OPERATION_POINTS_MAX, Math.floor(BUCKET_POINTS / gateways)),
    restorePointsPerSecond: Math.ceil(RESTORE_POINTS_PER_SECOND / gateways),
  };
}
