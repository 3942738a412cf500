import type { Origin } from "../observation.js";
import { ImportSource, Provenance } from "../observation.js";

/** The classes of device that are told apart; everything else is null, because its name may be a person's or a serial number. */
const DEVICE_CLASSES = ["Apple Watch", "iPhone", "iPad", "iPod touch"] as const;

/** An export names some dozens of devices, but the text holds a pointer that may change from record to record. */
const REMEMBERED_DEVICES = 1000;

const NO_BREAK_SPACES = /\u00a0/g;

/**
 * The class of the device in an HKDevice description such as
 * "<<HKDevice: 0x3012772a0>, name:Apple Watch, manufacturer:Apple Inc., model:Watch, ...>".
 * Where a record has none (the phone's own steps do not), the class is looked for in the source's name: of
 * "Alex's iPhone" only "iPhone" is kept. Null for other makers' devices and for apps.
 */
export function deviceClass(device: string | undefined, sourceName: string | undefined): string | null {
  const told = device === undefined ? (sourceName ?? "").replace(NO_BREAK_SPACES, " ") : nameInDescription(device);
  return DEVICE_CLASSES.find((name) => told.includes(name)) ?? null;
}

function nameInDescription(device: string): string {
  const from = device.indexOf("name:");
  if (from === -1) return "";
  const end = device.indexOf(",", from);
  return device.slice(from, end === -1 ? device.length : end);
}

/** The origins of one export, each made once: a large export has millions of records and a handful of origins. */
export class AppleOrigins {
  private readonly classes = new Map<string, string | null>();
  private readonly origins = new Map<string, Origin>();
  /** Records of one device follow one another, and comparing a long text costs less than looking it up. */
  private last: {
    device: string | undefined;
    sourceName: string | undefined;
    grade: Provenance;
    origin: Origin;
  } | null = null;

  /** @param isUserEntered whether the person typed the value in, so that it is provided rather than observed */
  of(device: string | undefined, sourceName: string | undefined, isUserEntered: boolean): Origin {
    const grade = isUserEntered ? Provenance.PROVIDED : Provenance.OBSERVED;
    const { last } = this;
    if (last?.device === device && last?.sourceName === sourceName && last?.grade === grade) return last.origin;
    const origin = this.make(this.classOf(device, sourceName), grade);
    this.last = { device, sourceName, grade, origin };
    return origin;
  }

  /** The origin of what the person wrote into their own health profile. */
  ofProfile(): Origin {
    return this.make(null, Provenance.PROVIDED);
  }

  private classOf(device: string | undefined, sourceName: string | undefined): string | null {
    const key = device ?? `source ${sourceName ?? ""}`;
    const known = this.classes.get(key);
    if (known !== undefined) return known;
    if (this.classes.size >= REMEMBERED_DEVICES) this.classes.clear();
    const found = deviceClass(device, sourceName);
    this.classes.set(key, found);
    return found;
  }

  private make(device: string | null, grade: Provenance): Origin {
    const key = `${grade} ${device ?? ""}`;
    let origin = this.origins.get(key);
    if (origin === undefined) {
      origin = Object.freeze({ source: ImportSource.APPLE_HEALTH, device, grade });
      this.origins.set(key, origin);
    }
    return origin;
  }
}
