import fc from "fast-check";
import {
  Activity,
  ImportSource,
  Provenance,
  SleepStageKind,
  type FactValues,
  type Observation,
  type SampleMetric,
} from "../../../subgraphs/user-profile/observation.js";
import { CONTRACT_FIELDS, contractField, NAMED } from "./contract-fields.js";
import { KNOWN_PLACES } from "./known-places.js";
import {
  MADE_UP,
  OTHER_BRANDS,
  PURPOSES,
  STYLES,
  TAMPERINGS,
  type BrandFact,
  type LicenceFact,
  type Selection,
  type Triple,
} from "./triple.js";
import { FIXED_ZONES, type FixedZone, type VaultContents } from "./vault-contents.js";

/**
 * Random cases with a taste for edges: moments on full hours and midnights and a millisecond beside them, values on the
 * edges of bands, licences that end now. Numbers are binary fractions, so that sums do not depend on their order.
 */

const GRID_MS = 450_000; // 7.5 minutes: an eighth of an hour
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const ORIGIN = { source: ImportSource.APPLE_HEALTH, device: null, grade: Provenance.OBSERVED };

const MOMENTS = ["2026-03-31T12:00:00.000Z", "2026-01-01T00:00:00.000Z", "2026-11-23T17:52:30.000Z"].map(Date.parse);
const PATHS = CONTRACT_FIELDS.map(({ path }) => path);

const rarely = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>, oneIn = 8): fc.Arbitrary<T> =>
  fc.oneof({ weight: oneIn - 1, arbitrary: usual }, { weight: 1, arbitrary: rare });

/** Days before now: crowded, so that readings meet in their buckets, and around the lengths that licences have. */
const daysAgo = rarely(
  fc.constantFrom(0, 0, 1, 1, 2, 3, 6, 7, 8, 20, 29, 30, 31),
  fc.constantFrom(-1, 45, 59, 60, 89, 90, 91, 120, 400),
);
const startMs = (nowMs: number): fc.Arbitrary<number> =>
  fc.tuple(daysAgo, rarely(fc.constantFrom(0, 1, 2, 3, 184, 188, 190, 191), fc.nat(191))).map(([days, grid]) => {
    const midnightMs = nowMs - (nowMs % DAY_MS);
    return midnightMs - days * DAY_MS + grid * GRID_MS;
  });
const jitterMs = rarely(fc.constant(0), fc.constantFrom(-1, 1, 12_345));
const offset = fc.constantFrom(null, null, 0, 60, -300, 330, 840, -720);

/** Per metric: from, to and how many eighths apart; the edges of its bands are among them. */
const RANGES: Readonly<Record<SampleMetric, readonly [number, number]>> = {
  "heart.rate": [48, 72],
  "heart.restingRate": [48, 62],
  "heart.variability": [18, 62],
  "body.weight": [58, 86],
  "body.height": [158, 172],
  "body.bodyMassIndex": [17, 32],
  "fitness.steps": [2_400, 5_200],
  "fitness.activeEnergy": [150, 450],
  "diet.energy": [700, 1_300],
  "diet.protein": [0, 40],
  "diet.carbohydrate": [0, 40],
  "diet.fat": [0, 40],
};

function sample(metric: SampleMetric, nowMs: number): fc.Arbitrary<Observation> {
  const [low, high] = RANGES[metric];
  const value = fc.oneof(
    fc.integer({ min: low * 8, max: high * 8 }).map((eighths) => eighths / 8),
    fc.integer({ min: Math.ceil(low / 5), max: Math.floor(high / 5) }).map((fives) => fives * 5),
  );
  return fc
    .record({ startMs: startMs(nowMs), jitter: jitterMs, grids: fc.nat(3), offsetMinutes: offset, value })
    .map(({ startMs: at, jitter, grids, offsetMinutes, value: own }) => ({
      kind: "sample",
      metric,
      startMs: at + jitter,
      endMs: at + jitter + grids * GRID_MS,
      offsetMinutes,
      value: own,
      origin: ORIGIN,
    }));
}

const sleep = (nowMs: number): fc.Arbitrary<Observation> =>
  fc
    .record({
      at: startMs(nowMs),
      grids: fc.integer({ min: 0, max: 60 }),
      stage: fc.constantFrom(...Object.values(SleepStageKind)),
    })
    .map(({ at, grids, stage }) => ({
      kind: "sleep",
      stage,
      startMs: at,
      endMs: at + grids * GRID_MS,
      offsetMinutes: null,
      origin: ORIGIN,
    }));

const work = (nowMs: number): fc.Arbitrary<Observation> =>
  fc
    .record({ at: startMs(nowMs), grids: fc.integer({ min: 0, max: 70 }), offsetMinutes: offset })
    .map(({ at, grids, offsetMinutes }) => ({
      kind: "work",
      startMs: at,
      endMs: at + grids * GRID_MS,
      offsetMinutes,
      origin: ORIGIN,
    }));

const workout = (nowMs: number): fc.Arbitrary<Observation> =>
  fc
    .record({
      at: startMs(nowMs),
      jitter: jitterMs,
      minutes: fc.integer({ min: 0, max: 150 }),
      offsetMinutes: offset,
      activity: fc.constantFrom(Activity.RUN, Activity.RUN, Activity.RIDE),
      distanceMetres: fc.option(fc.integer({ min: 0, max: 60_000 }).map((eighths) => eighths / 4)),
      energyKilocalories: fc.option(fc.integer({ min: 0, max: 4_000 }).map((eighths) => eighths / 4)),
    })
    .map(({ at, jitter, minutes, ...rest }) => ({
      kind: "workout",
      startMs: at + jitter,
      endMs: at + jitter + minutes * 60_000,
      ...rest,
      origin: ORIGIN,
    }));

const position = fc.constantFrom(...KNOWN_PLACES).map(({ latitude, longitude }) => ({ latitude, longitude }));

const visit = (nowMs: number): fc.Arbitrary<Observation> =>
  fc
    .record({
      at: startMs(nowMs),
      jitter: jitterMs,
      grids: fc.integer({ min: 0, max: 300 }),
      offsetMinutes: offset,
      place: position,
    })
    .map(({ at, jitter, grids, offsetMinutes, place }) => ({
      kind: "visit",
      startMs: at + jitter,
      endMs: at + jitter + grids * GRID_MS,
      offsetMinutes,
      ...place,
      origin: ORIGIN,
    }));

const photo = (nowMs: number): fc.Arbitrary<Observation> =>
  fc
    .record({
      at: startMs(nowMs),
      jitter: jitterMs,
      offsetMinutes: offset,
      place: fc.option(position, { freq: 4 }),
      camera: fc.constantFrom("ACME One", null),
    })
    .map(({ at, jitter, offsetMinutes, place, camera }) => ({
      kind: "photo",
      startMs: at + jitter,
      endMs: at + jitter,
      offsetMinutes,
      ...(place ?? { latitude: null, longitude: null }),
      camera,
      origin: ORIGIN,
    }));

/** What a field is told of. */
function sourcesOf(path: string, nowMs: number): fc.Arbitrary<Observation>[] {
  if (path in RANGES && path !== "body.bodyMassIndex") return [sample(path as SampleMetric, nowMs)];
  switch (path) {
    case "body.bodyMassIndex":
      return [sample(path, nowMs), sample("body.weight", nowMs), sample("body.height", nowMs)];
    case "diet.macronutrients":
      return [sample("diet.protein", nowMs), sample("diet.carbohydrate", nowMs), sample("diet.fat", nowMs)];
    case "sleep.duration":
    case "sleep.stages":
      return [sleep(nowMs)];
    case "work.workingHours":
    case "work.pattern":
      return [work(nowMs)];
    case "fitness.workouts":
      return [workout(nowMs), workout(nowMs), sample("heart.rate", nowMs)];
    case "location.home":
    case "location.visits":
      return [visit(nowMs)];
    case "photos.count":
    case "photos.places":
    case "photos.moments":
      return [photo(nowMs)];
    default:
      return [];
  }
}

const nullable = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 3 });

const facts: fc.Arbitrary<Partial<FactValues>> = fc.record(
  {
    "contact.givenName": fc.constant("Ada"),
    "contact.familyName": fc.constant("Unseen"),
    "contact.email": fc.constant("ada@unseen.example"),
    "contact.phone": fc.constant("+43-1-555-0100"),
    "contact.postalAddress": fc.constant("Some Street 1"),
    "demographics.birthYear": fc.oneof(
      fc.constantFrom(1990, 2001, 2002, 2008, 2009, 1961, 2026),
      fc.integer({ min: 1930, max: 2026 }),
    ),
    "demographics.gender": fc.constantFrom("F", "M", "O"),
    "demographics.languages": fc.constantFrom(["de"], ["de", "en"]),
    "demographics.homeArea": fc.record({
      locality: nullable(fc.constant("Graz")),
      region: nullable(fc.constant("Styria")),
      country: nullable(fc.constant("AT")),
    }),
    "demographics.household": fc.integer({ min: 1, max: 7 }),
  },
  { requiredKeys: [] },
);

function vault(focus: readonly string[], nowMs: number, maxLength: number): fc.Arbitrary<VaultContents> {
  const sources = focus.flatMap((path) => sourcesOf(path, nowMs));
  return fc.record({
    timeZone: fc.constantFrom(...(Object.keys(FIXED_ZONES) as FixedZone[])),
    observations: fc.array(fc.oneof(...sources, sample("heart.rate", nowMs)), { maxLength, size: "max" }),
    facts: rarely(facts, fc.constant({}), 4),
  });
}

const brand: fc.Arbitrary<BrandFact> = fc.record({
  trust: rarely(fc.constant("TRUSTED" as const), fc.constantFrom("REGISTERED", "VERIFIED", "SUSPENDED"), 5),
  purposes: rarely<readonly string[]>(fc.constant([...PURPOSES]), fc.constant([PURPOSES[1]])),
  canPay: rarely(fc.constant(true), fc.constant(false), 4),
});

const standing = rarely(
  fc.constant({ status: "ACTIVE" as const, suspendedBy: null }),
  fc.constantFrom<Pick<LicenceFact, "status" | "suspendedBy">>(
    { status: "SUSPENDED", suspendedBy: "PERSON" },
    { status: "SUSPENDED", suspendedBy: "OPERATOR" },
    { status: "SUSPENDED", suspendedBy: "LAW" },
    { status: "EXHAUSTED", suspendedBy: null },
    { status: "EXHAUSTED", suspendedBy: "PERSON" },
    { status: "WITHDRAWN", suspendedBy: null },
    { status: "REVOKED", suspendedBy: null },
  ),
  3,
);

function licence(focus: readonly string[], nowMs: number): fc.Arbitrary<LicenceFact> {
  const path = rarely(fc.constantFrom(...focus), fc.constantFrom(...PATHS), 6);
  const term = path.chain((field) =>
    fc.record({
      field: fc.constant(field),
      precision: fc.constantFrom(...contractField(field).licensable),
      historyDays: fc.constantFrom(1, 7, 7, 30, 30, 31, 90, 365),
    }),
  );
  const terms = fc
    .uniqueArray(term, { selector: ({ field }) => field, minLength: 1, maxLength: 4 })
    .map((all) => all.map((one) => (one.precision === "PREDICATE" ? { ...one, historyDays: 30 } : one)));
  return fc
    .record({
      person: rarely(fc.constant(0), fc.constant(1), 5),
      brand: rarely(fc.constant(0), fc.constant(1), 6),
      purpose: rarely(fc.constant(PURPOSES[0]), fc.constantFrom(...PURPOSES), 5),
      standing,
      grantedAtMs: fc.integer({ min: 0, max: 3 }).map((days) => nowMs - days * DAY_MS),
      expiresAtMs: rarely(fc.constant(nowMs + DAY_MS), fc.constantFrom(nowMs - 1, nowMs, nowMs + 1), 5),
      price: rarely(fc.constant(0), fc.constantFrom(1, 5), 3),
      uses: rarely(fc.constant(null), fc.record({ limit: fc.constant(3), left: fc.integer({ min: 0, max: 2 }) }), 4),
      isBusy: rarely(fc.constant(false), fc.constant(true), 5),
      terms,
    })
    .map(({ standing: own, ...rest }) => ({ ...rest, ...own }));
}

function during(nowMs: number): fc.Arbitrary<Selection["during"]> {
  const from = fc
    .tuple(
      fc.constantFrom(0, 1, 2, 6, 7, 8, 29, 30, 31, 90, 400),
      fc.constantFrom(0, 0, 0, 1, -1, HOUR_MS, 90 * 60_000, 11 * HOUR_MS),
      fc.boolean(),
    )
    .map(([days, more, isMidnight]) => nowMs - days * DAY_MS - (isMidnight ? nowMs % DAY_MS : 0) + more);
  const length = rarely(
    fc.constantFrom(1, HOUR_MS / 2, HOUR_MS, DAY_MS, 7 * DAY_MS, 31 * DAY_MS),
    fc.constantFrom(0, -DAY_MS),
    12,
  );
  return fc.tuple(from, length).map(([fromMs, ms]) => ({ fromMs, toMs: fromMs + ms }));
}

function selection(focus: readonly string[], nowMs: number): fc.Arbitrary<Selection> {
  return fc
    .record({
      path: rarely(fc.constantFrom(...focus), fc.constantFrom(...PATHS), 4),
      precision: nullable(rarely(fc.constantFrom("EXACT", "FINE", "COARSE", "BAND"), fc.constantFrom(...NAMED), 6)),
      during: nullable(during(nowMs)),
      activity: rarely(fc.constant(null), fc.constantFrom("RUN" as const, "RIDE" as const), 4),
      isCrossing: fc.boolean(),
      style: fc.constantFrom(...STYLES),
      isMerged: fc.boolean(),
    })
    .map((asked) => {
      const { hasPrecision, hasDuring, shape } = contractField(asked.path);
      return {
        ...asked,
        precision: hasPrecision ? asked.precision : null,
        during: hasDuring ? asked.during : null,
        activity: shape === "workouts" ? asked.activity : null,
      };
    });
}

export const triples: fc.Arbitrary<Triple> = fc
  .tuple(fc.constantFrom(...MOMENTS), fc.uniqueArray(fc.constantFrom(...PATHS), { minLength: 1, maxLength: 3 }))
  .chain(([nowMs, own]) => {
    // A workout and a photograph have a part that another field's licence opens.
    const focus = [
      ...own,
      ...own.flatMap((path) =>
        path === "fitness.workouts" ? ["heart.rate"] : path === "photos.moments" ? ["location.visits"] : [],
      ),
    ];
    return fc.record({
      graph: fc.record({
        nowMs: fc.constant(nowMs),
        people: fc.tuple(vault(focus, nowMs, 14), vault(focus, nowMs, 3)),
        brands: fc.tuple(brand, brand),
      }),
      licences: fc.array(licence(focus, nowMs), { minLength: 0, maxLength: 6, size: "max" }),
      question: fc.record({
        road: fc.constantFrom("customer", "customer", "customers", "preview", "own"),
        brand: rarely(fc.constant(0), fc.constant(1), 6),
        purpose: rarely(fc.constant(PURPOSES[0]), fc.constantFrom(...PURPOSES), 6),
        people: fc.constantFrom([0], [0], [1], [0, 1], [0, 0], [MADE_UP, 0], [0, OTHER_BRANDS]),
        isAnnounced: rarely(fc.constant(true), fc.constant(false), 12),
        delayMs: rarely(fc.constant(0), fc.constantFrom(9_999, 10_000, 60_000), 8),
        tampering: rarely(fc.constant(null), fc.constantFrom(...TAMPERINGS), 12),
        selections: fc.array(selection(focus, nowMs), { minLength: 1, maxLength: 5, size: "max" }),
      }),
    });
  })
  .map((triple) => {
    const { question } = triple as Triple;
    const { road, people } = question;
    // A preview and one's own view are of somebody, and nobody tampers with one's own view.
    const isOne = road === "preview" || road === "own";
    const own = isOne ? [Math.max(0, people[0]!)] : people;
    const tampering = road === "own" ? null : question.tampering;
    return { ...triple, question: { ...question, people: own, tampering } };
  });
