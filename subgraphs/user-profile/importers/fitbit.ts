import type { ImportInput } from "./importer.js";
import { type FitbitAccount, FitbitRecords } from "./fitbit-records.js";
import { type JsonFormat, readJsonElements } from "./json-elements.js";
import { Outcome } from "./outcome.js";
import { type JsonObject, listOf, objectOf } from "./json-values.js";

/**
 * Fitbit: the files of a Takeout or an older account export, and answers of its Web API.
 *
 *     [{"dateTime": "03/09/25 05:00:05", "value": {"bpm": 64, "confidence": 2}}, ...]      heart_rate-*.json, steps-*.json
 *     [{"logId", "weight": 180.9, "bmi": 25.9, "date": "03/09/25", "time": "07:11:42"}]     weight-*.json
 *     [{"startTime", "endTime", "levels": {"data": [{"dateTime", "level", "seconds"}]}}]    sleep-*.json
 *     [{"activityName", "startTime", "duration", "distance", "distanceUnit"}]              exercise-*.json
 *     {"activities-heart": [{"dateTime"}], "activities-heart-intraday": {"dataset": [{"time", "value"}]}}
 *     {"activities-steps": [{"dateTime", "value": "2200"}], "activities-steps-intraday": {...}}
 *     {"sleep": [{"startTime", "minuteData": [{"value": "1"}]}]}                            version 1: 1 asleep, 2 restless, 3 awake
 *     {"sleep": [...]}, {"weight": [...]}                                                   as above, dates as ISO
 *
 * Times name no zone: those of the minute (heart rate, steps) are UTC, all others the account's, whose zone Profile.csv
 * tells, else the person's. A weight's unit is the account's as well, else told by the height that its BMI implies. Restless minutes of a night count as awake, as Fitbit counts them.
 *
 * Deliberately dropped: the person's name, address and birthday in Profile.csv; rows of nothing; distance, floors,
 * altitude, zones, confidences; calories, which include what a body burns at rest; short wakings, badges, friends.
 *
 * @returns whether the document was read to its end; where it was not, a problem names the byte
 */
export function importFitbit(input: ImportInput, account: FitbitAccount): Promise<boolean> {
  return readJsonElements(input, (push) => new FitbitFormat(new FitbitRecords(push, account, input)));
}

const API_LISTS = ["sleep", "weight"];

class FitbitFormat implements JsonFormat {
  readonly lacks = "a plausible value, a known unit or a time; it was not stored";
  readonly empty = "The file holds no records.";

  constructor(private readonly records: FitbitRecords) {}

  shapeOf(head: string): { paths: string[]; isLines?: boolean } {
    if (head.startsWith("[")) return { paths: ["$.*"] };
    const list = API_LISTS.find((name) => new RegExp(`^\\{\\s*"${name}"\\s*:\\s*\\[`).test(head));
    return list === undefined ? { paths: ["$"], isLines: true } : { paths: [`$.${list}.*`] };
  }

  take(record: JsonObject): Outcome {
    if ("levels" in record) return this.records.takeSleep(record, objectOf(record["levels"]) ?? {});
    if ("minuteData" in record) return this.records.takeMinutesOfSleep(record);
    if ("weight" in record) return this.records.takeWeight(record);
    if ("activityName" in record) return this.records.takeExercise(record);
    if ("dateTime" in record) return this.takeMoment(record);
    return this.takeAnswer(record);
  }

  end(): void {
    this.records.end();
  }

  private takeMoment({ dateTime, value }: JsonObject): Outcome {
    const reading = objectOf(value);
    if (reading && "bpm" in reading) return this.records.takeHeartRate(dateTime, reading);
    if (reading && "error" in reading) return this.records.takeRestingRate(dateTime, reading);
    return typeof value === "string" ? this.records.takeText(dateTime, value) : Outcome.SKIPPED;
  }

  /** Of the Web API: days with a number each, and the minutes of one day, whose date stands apart from their times. */
  private takeAnswer(answer: JsonObject): Outcome {
    const name = ["heart", "steps"].find((one) => `activities-${one}` in answer);
    if (name === undefined) return Outcome.SKIPPED;
    const days = listOf(answer[`activities-${name}`]).map((day) => objectOf(day) ?? {});
    const { dataset } = objectOf(answer[`activities-${name}-intraday`]) ?? {};
    const minutes = listOf(dataset).map((minute) => objectOf(minute) ?? {});
    const date = String(days[0]?.["dateTime"]);
    const outcomes =
      name === "heart"
        ? [
            ...minutes.map((minute) => this.records.takeHeartMinute(date, minute)),
            ...days.map((day) => this.takeRest(day)),
          ]
        : minutes.map((minute) => this.records.takeStepsMinute(date, minute));
    // A day's own number of steps is that of its minutes once more.
    if (name === "steps" && minutes.length === 0) outcomes.push(...days.map((day) => this.records.takeStepsDay(day)));
    if (outcomes.includes(Outcome.UNREADABLE)) return Outcome.UNREADABLE;
    return outcomes.includes(Outcome.KEPT) ? Outcome.KEPT : Outcome.SKIPPED;
  }

  private takeRest({ dateTime, value }: JsonObject): Outcome {
    const { restingHeartRate } = objectOf(value) ?? {};
    if (restingHeartRate === undefined) return Outcome.SKIPPED;
    return this.records.takeRestingRate(dateTime, { value: restingHeartRate });
  }
}
