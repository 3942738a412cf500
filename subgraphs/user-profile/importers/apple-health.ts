import type { Origin } from "../observation.js";
import { AppleOrigins } from "./apple-device.js";
import { isHeldType, readRecord } from "./apple-record.js";
import { AppleWorkout } from "./apple-workout.js";
import { decimal } from "./decimal.js";
import { isPlace } from "./earth.js";
import type { ImportInput, ImportSink } from "./importer.js";
import { ItemQueue } from "./item-queue.js";
import { tellBreak } from "./told-break.js";
import { TimestampReader } from "./timestamp.js";
import { VisitFinder } from "./visits.js";
import { readXml, type XmlAttributes, type XmlHandler } from "./xml-reader.js";

/**
 * Apple Health's export.xml (any name, any version of its DTD):
 *
 *     <HealthData>
 *       <Me HKCharacteristicTypeIdentifierDateOfBirth="1988-04-12" .../>                        birth year
 *       <Record type="HKQuantityTypeIdentifierHeartRate" device= unit= startDate= endDate= value=> a sample of the types
 *         <MetadataEntry key="HKWasUserEntered" value="1"/>                                        in apple-record.ts, or
 *       </Record>                                                                                  a stage of sleep
 *       <Workout workoutActivityType= startDate= endDate= totalDistance= ...>                      workout
 *         <WorkoutStatistics type= sum= unit=/>
 *         <WorkoutRoute><Location date= latitude= longitude=/></WorkoutRoute>                      visits
 *       </Workout>
 *
 * Deliberately dropped: every other record type; records inside `<Correlation>`, which repeat at top level; activity
 * summaries, audiograms, clinical records; of `<Me>` everything but the birth year; names of sources, which are people's;
 * of devices everything but their class; metadata, beat-to-beat lists, weather, altitude, speed and course; the time of
 * creation; the zone in HKTimeZone (the dates carry an offset). A record counts once its element has ended, so one that
 * is cut is not read; the points of an inline route are complete one by one, so those before a cut are.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the line
 */
export async function importAppleHealth(input: ImportInput): Promise<boolean> {
  const reader = new AppleHealthReader(input.sink, input.label);
  const found = await readXml(input.chunks, reader, input.signal);
  if (found !== null) {
    tellBreak(input, found, reader.recordsRead);
    await reader.finish();
  }
  return found === null;
}

const CHILD_OF_ROOT = 2;
const CHILD_OF_RECORD = 3;

const BIRTH_DATE = "HKCharacteristicTypeIdentifierDateOfBirth";
/** A birth year outside is a clock that was not set or a slip. */
const FIRST_BIRTH_YEAR = 1900;
const LAST_BIRTH_YEAR = 2100;

class AppleHealthReader implements XmlHandler {
  recordsRead = 0;
  private readonly queue: ItemQueue;
  private readonly origins = new AppleOrigins();
  private readonly timestamps = new TimestampReader();
  private readonly visits = new VisitFinder((visit) =>
    this.queue.push({ kind: "visit", ...visit, origin: this.origin() }),
  );

  // The child of the root that is open, if one is.
  private name = "";
  private attributes: XmlAttributes = {};
  private line = 0;
  private isHeld = false;
  private isUserEntered = false;
  private workout: AppleWorkout | null = null;

  constructor(
    private readonly sink: ImportSink,
    private readonly label: string,
  ) {
    this.queue = new ItemQueue(sink);
  }

  open(name: string, attributes: XmlAttributes, depth: number, line: number): void {
    if (depth === CHILD_OF_ROOT) this.begin(name, attributes, line);
    else if (this.isHeld) this.openInside(name, attributes, depth, line);
  }

  close(depth: number): void {
    if (depth !== CHILD_OF_ROOT || this.name === "ExportDate") return;
    this.recordsRead += 1;
    this.sink.record();
    if (this.name === "Record" && this.isHeld) this.addRecord();
    else if (this.workout !== null) this.addWorkout(this.workout);
    else if (this.name === "Me") this.addBirthYear();
    else this.sink.skipped();
    this.isHeld = false;
  }

  settle(): Promise<void> {
    return this.queue.drain();
  }

  /** Ends the route that a break of the document left open. */
  finish(): Promise<void> {
    this.visits.end();
    return this.settle();
  }

  private begin(name: string, attributes: XmlAttributes, line: number): void {
    this.name = name;
    this.attributes = attributes;
    this.line = line;
    this.isUserEntered = false;
    const isWorkout = name === "Workout";
    this.workout = isWorkout ? new AppleWorkout(attributes, (message) => this.problem(message, line)) : null;
    this.isHeld = isWorkout || (name === "Record" && isHeldType(attributes["type"]));
  }

  private openInside(name: string, attributes: XmlAttributes, depth: number, line: number): void {
    if (name === "Location") this.addLocation(attributes, line);
    if (depth !== CHILD_OF_RECORD) return;
    if (name === "WorkoutStatistics") this.workout?.addStatistics(attributes);
    if (name === "MetadataEntry" && attributes["key"] === "HKWasUserEntered") {
      this.isUserEntered = attributes["value"] === "1";
    }
  }

  private addRecord(): void {
    const observation = readRecord(this.attributes, this.origin(), this.timestamps);
    if (typeof observation === "string") this.problem(observation, this.line);
    else this.queue.push(observation);
  }

  private addWorkout(workout: AppleWorkout): void {
    this.visits.end();
    const observation = workout.finish(this.origin(), this.timestamps);
    if (typeof observation === "string") this.problem(observation, this.line);
    else this.queue.push(observation);
  }

  private addLocation(attributes: XmlAttributes, line: number): void {
    const latitude = decimal(attributes["latitude"]);
    const longitude = decimal(attributes["longitude"]);
    const timeMs = this.timestamps.read(attributes["date"]);
    if (!isPlace(latitude, longitude) || Number.isNaN(timeMs)) {
      this.problem("A point of the route has no readable place or time; it was left out.", line);
    } else {
      this.visits.add(timeMs, latitude, longitude, this.timestamps.offsetMinutes);
    }
  }

  private addBirthYear(): void {
    const date = this.attributes[BIRTH_DATE];
    if (date === undefined || date === "") return this.sink.skipped();
    const year = Number(/^(\d{4})-\d{2}-\d{2}$/.exec(date)?.[1]);
    if (year >= FIRST_BIRTH_YEAR && year <= LAST_BIRTH_YEAR) {
      this.queue.push({ kind: "fact", field: "demographics.birthYear", value: year, origin: this.origins.ofProfile() });
    } else {
      this.problem("The date of birth is no plausible date; it was not stored.", this.line);
    }
  }

  private origin(): Origin {
    return this.origins.of(this.attributes["device"], this.attributes["sourceName"], this.isUserEntered);
  }

  private problem(message: string, line: number): void {
    this.sink.problem({ where: `${this.label}line ${line}`, message });
  }
}
