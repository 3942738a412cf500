import { cellFor, contractField, CROSSINGS, rank, UNLOCKED, type Cell, type Named } from "./contract-fields.js";
import { dayAt, hourBefore, iso, midnight } from "./oracle-calendar.js";
import { tellHome, tellPlace, tellVisits } from "./oracle-places.js";
import { seriesValues, tellSeries } from "./oracle-series.js";
import { isIn, type Telling } from "./oracle-telling.js";
import {
  tellHomeArea,
  tellNutrients,
  tellPattern,
  tellRange,
  tellStages,
  tellWorkouts,
  type ToldWorkout,
} from "./oracle-values.js";
import {
  brandId,
  CAPABILITY_LIFETIME_MS,
  licenceId,
  personId,
  type LicenceFact,
  type Selection,
  type TermFact,
  type Triple,
} from "./triple.js";
import { observationsOf, offsetOf, type VaultContents } from "./vault-contents.js";

/**
 * What may leave, judged as plainly as it can be said: a loop over all licences for every field that is asked. It shares
 * no line with the code under test, so that where both agree, neither has forgotten a rule.
 */

const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

/** What became of one licensed field: its value, or why there is none. */
export type Fate = { told: unknown; capped?: Capped } | { withheld: string } | { error: string };

interface Capped {
  precision: Named;
  from: string | null;
}

/** What the person's list must say of it. */
export interface ExpectedUse {
  personId: string;
  brandId: string;
  licenceId: string;
  purpose: string;
  price: number;
  field: string;
  precision: Named;
  fromMs: number | null;
  toMs: number | null;
  items: number;
}

interface Granted {
  licence: { index: number; price: number } | null;
  licensed: Cell;
  told: Cell;
  historyFromMs: number;
  fromMs: number;
  toMs: number;
  isCoarser: boolean;
  isShorter: boolean;
}

/** Whether the person is there at all for this brand and purpose. */
export function isCustomer({ graph, licences, question }: Triple, person: number): boolean {
  const { brand, purpose } = question;
  if (!graph.brands[brand]!.purposes.includes(purpose)) return false;
  return licences.some((licence) => concerns(licence, person, brand, purpose) && isLive(licence, graph.nowMs));
}

export interface Judgement {
  fate: Fate;
  /** How finely it is licensed and told; null where nothing is. */
  cells: { licensed: Cell; told: Cell } | null;
  uses: ExpectedUse[];
}

/** What becomes of one selection of one person, and what is noted of it. */
export function judge(triple: Triple, person: number, selection: Selection): Judgement {
  const decision = decide(triple, person, selection.path, selection);
  if ("error" in decision || "withheld" in decision) return { fate: decision, cells: null, uses: [] };
  const telling = tellingOf(triple, person, selection.path, decision);
  const crossing = selection.isCrossing ? CROSSINGS[selection.path] : undefined;
  const { told, items, nested } = tell(triple, person, telling, selection, crossing?.needs);
  return {
    fate: { told, ...cappedOf(decision, contractField(selection.path).hasDuring) },
    cells: decision,
    uses: [useOf(triple, person, selection.path, decision, items), ...nested].flatMap((use) => use ?? []),
  };
}

function decide(
  triple: Triple,
  person: number,
  path: string,
  asked: Pick<Selection, "precision" | "during">,
): Granted | { withheld: string } | { error: string } {
  const { graph, question } = triple;
  const field = contractField(path);
  const nowMs = graph.nowMs + question.delayMs;
  if (asked.during && asked.during.fromMs >= asked.during.toMs) return { error: "BAD_USER_INPUT" };
  const cell = asked.precision === null ? null : cellFor(field, asked.precision);
  if (asked.precision !== null && cell === null) return { error: "BAD_USER_INPUT" };
  const during = asked.during ?? { fromMs: nowMs - DEFAULT_DAYS * DAY_MS, toMs: nowMs };
  if (question.road === "own") {
    const open = { licence: null, licensed: "EXACT" as const, historyFromMs: -Infinity };
    return { ...open, ...during, told: cell ?? field.cells[0]!, isCoarser: false, isShorter: false };
  }
  if (question.tampering !== null || question.delayMs >= CAPABILITY_LIFETIME_MS) return { withheld: "NO_LICENCE" };
  const best = bestTerm(triple, person, path);
  if (best === null) return { withheld: "NO_LICENCE" };
  if (best.obstacle !== null) return { withheld: best.obstacle };
  if (best.term.precision === "PREDICATE") return { withheld: "PRECISION_TOO_COARSE" };
  // A price that was not held would never be paid; a preview pays nothing.
  if (best.licence.price > 0 && !question.isAnnounced && question.road !== "preview") {
    return { withheld: "ESCROW_EXHAUSTED" };
  }
  const licensed = best.term.precision;
  const told = cell !== null && rank(cell) > rank(licensed) ? cell : licensed;
  const historyFromMs = graph.nowMs - best.term.historyDays * DAY_MS;
  const fromMs = Math.max(during.fromMs, historyFromMs);
  return {
    licence: { index: best.index, price: best.licence.price },
    licensed,
    told,
    historyFromMs,
    fromMs,
    toMs: Math.max(fromMs, during.toMs),
    isCoarser: cell !== null && rank(cell) < rank(licensed),
    isShorter: during.fromMs < historyFromMs,
  };
}

interface Candidate {
  index: number;
  licence: LicenceFact;
  term: TermFact;
  obstacle: string | null;
}

/** Of all that cover the field: who can answer before who cannot, a value before a yes or no, fine before coarse ... */
function bestTerm(triple: Triple, person: number, path: string): Candidate | null {
  const { graph, licences, question } = triple;
  if (!isCustomer(triple, person)) return null;
  let best: Candidate | null = null;
  for (const [index, licence] of licences.entries()) {
    if (!concerns(licence, person, question.brand, question.purpose) || !isLive(licence, graph.nowMs)) continue;
    for (const term of licence.terms) {
      if (term.field !== path) continue;
      const candidate = { index, licence, term, obstacle: obstacleTo(triple, licence, path) };
      if (best === null || isBetter(candidate, best)) best = candidate;
    }
  }
  return best;
}

function isBetter(a: Candidate, b: Candidate): boolean {
  const isPredicate = ({ term }: Candidate): number => Number(term.precision === "PREDICATE");
  const order =
    isPredicate(a) - isPredicate(b) ||
    Number(a.obstacle !== null) - Number(b.obstacle !== null) ||
    rank(a.term.precision) - rank(b.term.precision) ||
    b.term.historyDays - a.term.historyDays ||
    a.licence.grantedAtMs - b.licence.grantedAtMs ||
    a.index - b.index;
  return order < 0;
}

function concerns(licence: LicenceFact, person: number, brand: number, purpose: string): boolean {
  return licence.person === person && licence.brand === brand && licence.purpose === purpose;
}

/** ACTIVE, EXHAUSTED before its expiry, or suspended by an operator; half-open. */
function isLive({ status, suspendedBy, expiresAtMs }: LicenceFact, nowMs: number): boolean {
  if (nowMs >= expiresAtMs) return false;
  if (status === "ACTIVE" || status === "EXHAUSTED") return suspendedBy === null;
  return status === "SUSPENDED" && suspendedBy === "OPERATOR";
}

function obstacleTo({ graph, question }: Triple, licence: LicenceFact, path: string): string | null {
  const { trust, canPay } = graph.brands[question.brand]!;
  if (trust === "SUSPENDED" || licence.status === "SUSPENDED") return "BRAND_SUSPENDED";
  if (!UNLOCKED[trust]!.includes(contractField(path).tier)) return "TIER_LOCKED";
  if (licence.status === "EXHAUSTED" || licence.uses?.left === 0) return "USE_LIMIT_REACHED";
  // Nothing is held for what was not announced.
  if (!question.isAnnounced) return null;
  // What runs elsewhere counts towards the limit; a preview holds nothing, so it does not meet it.
  if (licence.uses && licence.isBusy && question.road !== "preview") return "USE_LIMIT_REACHED";
  return licence.price > 0 && !canPay ? "ESCROW_EXHAUSTED" : null;
}

function tellingOf({ graph, question }: Triple, person: number, path: string, granted: Granted): Telling {
  const { licensed, told, historyFromMs, fromMs, toMs } = granted;
  const nowMs = graph.nowMs + question.delayMs;
  const vault = graph.people[person]!;
  return { vault, path, licensed, told, historyFromMs, fromMs, toMs, nowMs, isOwn: question.road === "own" };
}

type Told = { told: unknown; items: number; nested: (ExpectedUse | null)[] };

function tell(triple: Triple, person: number, telling: Telling, selection: Selection, needs: string | undefined): Told {
  const { path, vault, isOwn } = telling;
  const list = (told: unknown[]): Told => ({ told, items: told.length, nested: [] });
  const one = (told: unknown): Told => ({
    told: told ?? null,
    items: told === null || told === undefined ? 0 : 1,
    nested: [],
  });
  switch (contractField(path).shape) {
    case "intervals":
      return list(tellSeries(telling));
    case "visits":
      return list(tellVisits(telling));
    case "stages":
      return list(tellStages(telling));
    case "nutrients":
      return list(tellNutrients(telling));
    case "range":
      return one(tellRange(telling));
    case "place":
      return one(path === "location.home" ? tellHome(telling) : tellHomeArea(telling));
    case "pattern":
      return one(tellPattern(telling));
    case "word":
    case "words":
      return one(vault.facts[path as keyof VaultContents["facts"]]);
    case "workouts":
      return workouts(triple, person, telling, selection, needs);
    case "moments":
      return moments(triple, person, telling, needs, isOwn);
  }
}

function workouts(
  triple: Triple,
  person: number,
  telling: Telling,
  { activity }: Selection,
  needs: string | undefined,
): Told {
  const told = tellWorkouts(telling).filter((workout) => activity === null || workout.activity === activity);
  const hearts = told.map((workout) => (needs === undefined ? null : heartOf(triple, person, workout)));
  return {
    told: told.map(({ startMs, endMs, ...rest }, i) => ({
      start: iso(startMs),
      end: iso(endMs),
      ...rest,
      ...(hearts[i] && { meanHeartRate: hearts[i].fate }),
    })),
    items: told.length,
    nested: hearts.map((heart) => heart?.use ?? null),
  };
}

/** The mean of what is told of the heart over what is told of the workout; none over bands. */
function heartOf(
  triple: Triple,
  person: number,
  { startMs, endMs }: ToldWorkout,
): { fate: Fate; use: ExpectedUse | null } {
  const plain = decide(triple, person, "heart.rate", { precision: null, during: null });
  if (!("told" in plain)) return { fate: plain, use: null };
  const day = midnight(dayAt(startMs, 0));
  const lastMs = Math.max(endMs, startMs + 1);
  const during = {
    EXACT: { fromMs: startMs, toMs: lastMs },
    FINE: { fromMs: hourBefore(startMs), toMs: lastMs },
    COARSE: { fromMs: day, toMs: day + DAY_MS },
    BAND: { fromMs: day, toMs: day + DAY_MS },
  }[plain.told];
  const granted = decide(triple, person, "heart.rate", { precision: null, during }) as Granted;
  const means =
    granted.told === "BAND"
      ? []
      : seriesValues(tellingOf(triple, person, "heart.rate", granted)).map(({ mean }) => mean!);
  const mean = means.length === 0 ? null : means.reduce((sum, one) => sum + one, 0) / means.length;
  const told = mean === null || granted.told === "EXACT" ? mean : Math.round(mean);
  return {
    fate: { told, ...cappedOf(granted, true) },
    use: useOf(triple, person, "heart.rate", granted, means.length === 0 ? 0 : 1),
  };
}

function moments(triple: Triple, person: number, telling: Telling, needs: string | undefined, isOwn: boolean): Told {
  const places = decide(triple, person, "location.visits", { precision: null, during: null });
  const photos = observationsOf(telling.vault, "photo")
    .map((photo) => {
      const day = dayAt(photo.startMs, offsetOf(photo, telling.vault));
      return { ...photo, toldMs: momentStart(telling.told, photo.startMs, day) };
    })
    .filter(({ toldMs }) => isIn(telling, toldMs));
  const nested = photos.map((photo): { fate: Fate; use: ExpectedUse | null } | null => {
    if (needs === undefined) return null;
    if (!("told" in places)) return { fate: places, use: null };
    // By what is told of the moment alone: the place must not tell when within it the picture was taken.
    const isKnown = photo.latitude !== null && photo.toldMs >= places.historyFromMs;
    const told = isKnown ? tellPlace(places.told, photo.latitude!, photo.longitude!) : null;
    return { fate: { told }, use: useOf(triple, person, "location.visits", places, told === null ? 0 : 1) };
  });
  return {
    told: photos.map(({ toldMs, camera }, i) => ({
      takenAt: iso(toldMs),
      camera: isOwn ? camera : null,
      ...(nested[i] && { place: nested[i].fate }),
    })),
    items: photos.length,
    nested: nested.map((place) => (place?.use ? { ...place.use, fromMs: null, toMs: null } : null)),
  };
}

function momentStart(cell: Cell, takenMs: number, day: string): number {
  if (cell === "EXACT") return takenMs;
  if (cell === "FINE") return hourBefore(takenMs);
  let ms = midnight(day);
  while (cell === "BAND" && new Date(ms).getUTCDay() !== 1) ms -= DAY_MS;
  return ms;
}

/** Narrower than asked: coarser, or, where a time can be asked, shorter. */
function cappedOf({ isCoarser, isShorter, told, fromMs }: Granted, hasDuring: boolean): { capped?: Capped } {
  if (!isCoarser && !(isShorter && hasDuring)) return {};
  return { capped: { precision: told, from: hasDuring ? iso(fromMs) : null } };
}

function useOf(triple: Triple, person: number, path: string, granted: Granted, items: number): ExpectedUse | null {
  const { question } = triple;
  if (granted.licence === null || question.road === "preview") return null;
  const { hasDuring } = contractField(path);
  return {
    personId: personId(person),
    brandId: brandId(question.brand),
    licenceId: licenceId(granted.licence.index),
    purpose: question.purpose,
    price: granted.licence.price,
    field: path,
    precision: granted.told,
    fromMs: hasDuring ? granted.fromMs : null,
    toMs: hasDuring ? granted.toMs : null,
    items,
  };
}
