import { Activity } from "../observation.js";

/** Words of `<type>` that tell an activity, in English as the recorders write them, and Strava's numbers. */
const WORDS: readonly (readonly [Activity, readonly string[]])[] = [
  // A motorbike and a horse are ridden as well.
  [Activity.OTHER, ["motor", "motorcycle", "motorcycling", "motorbike", "horse", "horseback"]],
  [Activity.RUN, ["run", "running", "jog", "jogging", "9"]],
  [Activity.RIDE, ["ride", "cycling", "cycle", "bike", "biking", "bicycle", "bicycling", "mtb", "1"]],
  [Activity.HIKE, ["hike", "hiking", "trekking", "4"]],
  [Activity.WALK, ["walk", "walking", "10"]],
  [Activity.SWIM, ["swim", "swimming"]],
  [Activity.STRENGTH, ["strength"]],
];

/** The activity that a track's `<type>` tells: "running", "trail_running", "VirtualRide", "9"; OTHER when it tells none. */
export function gpxActivity(type: string): Activity {
  const words = type
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/);
  return WORDS.find(([, known]) => known.some((word) => words.includes(word)))?.[0] ?? Activity.OTHER;
}
