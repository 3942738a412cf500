import { setImmediate as nextTurn } from "node:timers/promises";
import type { Database } from "../../../shared/database.js";
import { erasedPerson, PersonErasedError } from "../../../shared/erased-person.js";
import type { ExportPart } from "../../../shared/export-part.js";
import { FIRST_PLACE, nextPlace, type DayOfMetric, type DayPlace, type Vault } from "../vault/vault.js";
import { BUNDLE_HEAD, BUNDLE_TAIL, fhirEntries } from "./fhir-observations.js";
import { GPX_HEAD, GPX_TAIL, waypoints } from "./places-gpx.js";
import { dayLines, factLines, headLine } from "./vault-lines.js";

/** Gathered before it is sent on: what a stream carries at a time. */
const PIECE_CHARACTERS = 64 * 1024;

/** The vault's files of an export, made while they are sent: memory holds some days of one metric at a time. */
export class ExportFiles {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  async *of(personId: string, now: Date): AsyncGenerator<ExportPart> {
    const profile = await this.database.glance((manager) => this.vault.profile(manager, personId));
    yield { file: "vault.ndjson" };
    yield* pieces([headLine(profile, now), ...factLines(profile)]);
    yield* this.written(personId, dayLines);
    yield { file: "fhir-bundle.json" };
    yield* pieces([BUNDLE_HEAD]);
    yield* this.written(personId, separated(fhirEntries, ",\n"));
    yield* pieces([BUNDLE_TAIL]);
    yield { file: "places.gpx" };
    yield* pieces([GPX_HEAD]);
    yield* this.written(personId, waypoints);
    yield* pieces([GPX_TAIL]);
    // Whoever was erased meanwhile has no days any more: what was sent must not be taken for all of it.
    if (await this.database.glance((manager) => erasedPerson(manager, personId))) throw new PersonErasedError();
  }

  private async *written(personId: string, textsOf: (day: DayOfMetric) => string[]): AsyncGenerator<Uint8Array> {
    for await (const day of this.days(personId)) yield* pieces(textsOf(day));
  }

  /** Each page is a read of its own: whoever downloads slowly keeps no connection and no snapshot. */
  private async *days(personId: string): AsyncGenerator<DayOfMetric> {
    for (let last: DayPlace | null = FIRST_PLACE; last !== null;) {
      const from: DayPlace = last;
      const page = await this.database.glance((manager) => this.vault.daysAfter(manager, personId, from));
      yield* page;
      last = nextPlace(page);
      await nextTurn();
    }
  }
}

function* pieces(texts: readonly string[]): Generator<Uint8Array> {
  let piece = "";
  for (const text of texts) {
    piece += text;
    if (piece.length < PIECE_CHARACTERS) continue;
    yield Buffer.from(piece);
    piece = "";
  }
  if (piece !== "") yield Buffer.from(piece);
}

/** What stands between two entries stands before each but the first. */
function separated(textsOf: (day: DayOfMetric) => string[], separator: string): (day: DayOfMetric) => string[] {
  let isFirst = true;
  return (day) =>
    textsOf(day).map((text) => {
      const before = isFirst ? "" : separator;
      isFirst = false;
      return before + text;
    });
}
