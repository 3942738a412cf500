import { MINUTE_MS, SECOND_MS } from "../shared/clock.js";
import { atLocal, lastLocalDates } from "./local-time.js";
import { between, seededRandom } from "./seeded-random.js";

export interface GpxTrackOptions {
  seed: number;
  start: Date;
  /** GPX's `type`, as recorders write it. */
  type: "running" | "cycling";
  /** The loop leads round this point, in degrees. */
  centre: { latitude: number; longitude: number };
  minutes: number;
  kilometresPerHour: number;
}

/** A GPX file of an invented outing. */
export interface SampleTrack {
  fileName: string;
  text: string;
}

const POINT_EVERY_SECONDS = 10;
const METRES_PER_DEGREE = 111_195;

/** Ljubljana's middle: a public square, nobody's home. */
const LJUBLJANA = { latitude: 46.0514, longitude: 14.506 };
const RIDE_WEEKDAYS: readonly number[] = [0, 2, 4];

/** A GPX 1.1 track: one uneven loop round the centre, a point every ten seconds. */
export function gpxTrack({ seed, start, type, centre, minutes, kilometresPerHour }: GpxTrackOptions): string {
  const random = seededRandom(seed);
  const metres = (minutes / 60) * kilometresPerHour * 1000;
  // Two waves bend the circle; their phases differ from loop to loop.
  const phase = between(random, 0, 2 * Math.PI);
  const direction = random() < 0.5 ? 1 : -1;
  const count = Math.floor((minutes * 60) / POINT_EVERY_SECONDS);
  const points = Array.from({ length: count + 1 }, (_, i) => {
    const turn = (i / count) * 2 * Math.PI * direction;
    const radius =
      (metres / (2 * Math.PI)) * (1 + 0.12 * Math.sin(3 * turn + phase) + between(random, -0.0006, 0.0006));
    const latitude = centre.latitude + (radius * Math.cos(turn + phase)) / METRES_PER_DEGREE;
    const narrowing = Math.cos((centre.latitude * Math.PI) / 180);
    const longitude = centre.longitude + (radius * Math.sin(turn + phase)) / (METRES_PER_DEGREE * narrowing);
    const time = new Date(start.getTime() + i * POINT_EVERY_SECONDS * SECOND_MS).toISOString();
    const elevation = (300 + 18 * Math.sin(2 * turn)).toFixed(1);
    return `   <trkpt lat="${latitude.toFixed(6)}" lon="${longitude.toFixed(6)}"><ele>${elevation}</ele><time>${time}</time></trkpt>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="Confide sample" xmlns="http://www.topografix.com/GPX/1/1">
 <metadata><time>${start.toISOString()}</time></metadata>
 <trk>
  <type>${type}</type>
  <trkseg>
${points.join("")}  </trkseg>
 </trk>
</gpx>
`;
}

/** The rides of an invented cyclist in Ljubljana, oldest first: one file each, none that ends after `now`. */
export function cyclistTracks({ seed, now, days }: { seed: number; now: Date; days: number }): SampleTrack[] {
  const random = seededRandom(seed);
  const dates = lastLocalDates("Europe/Ljubljana", now, days);
  return dates.flatMap((date, i) => {
    const minutes = Math.round(between(random, 55, 110));
    const start = atLocal("Europe/Ljubljana", date, 16 * 60 + Math.round(between(random, 0, 60)));
    const isRidden = RIDE_WEEKDAYS.includes(new Date(date).getUTCDay()) && start + minutes * MINUTE_MS <= now.getTime();
    if (!isRidden) return [];
    const options = { seed: seed * 31 + i, start: new Date(start), type: "cycling", centre: LJUBLJANA } as const;
    return { fileName: `ride-${date}.gpx`, text: gpxTrack({ ...options, minutes, kilometresPerHour: 24 }) };
  });
}
