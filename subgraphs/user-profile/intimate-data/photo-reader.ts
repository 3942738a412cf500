import { GraphQLError } from "graphql";
import type { Database } from "../../../shared/database.js";
import { generaliseNumber, type NumberRange } from "../generalise/number-range.js";
import { countPhotos, generalisePhotoMoments, type PhotoReading } from "../generalise/photo-moments.js";
import { generalisePlace, generaliseVisits, type Place, type VisitValue } from "../generalise/places.js";
import { grantFor, type Grant } from "../licensing/access.js";
import { isIn } from "../generalise/calendar.js";
import { leaveList, leavePeriod } from "./leaving.js";
import type { FieldRead } from "./licensed-field.js";
import type { VaultReader } from "./vault-reader.js";
import type { PhotoMoment, Visit } from "./values.js";

/** The field that a place inside a photograph needs beside the photograph's own. */
export const PHOTO_PLACE_FIELD = "location.visits";

/** Reads what photographs tell of when and where; the pictures are not there. */
export class PhotoReader {
  constructor(
    private readonly database: Database,
    private readonly vault: VaultReader,
  ) {}

  async count(read: FieldRead): Promise<NumberRange> {
    const count = await this.tellCount(read.grant);
    leavePeriod(read, 1);
    return count;
  }

  async places(read: FieldRead): Promise<Visit[]> {
    return leaveList(read, await this.tellPlaces(read.grant)).map(({ startMs, endMs, place }) => ({
      place,
      start: new Date(startMs),
      end: new Date(endMs),
    }));
  }

  async moments(read: FieldRead): Promise<PhotoMoment[]> {
    const { grant, access, context } = read;
    const photos = await this.photos("photos.moments", grant);
    const placeGrant = grantFor(access, PHOTO_PLACE_FIELD, { during: duringOf(grant) }, context.now);
    const placeOf = placeGrant instanceof GraphQLError ? () => null : placeTeller(placeGrant);
    const told = generalisePhotoMoments(grant.precision, photos, grant.period, placeOf);
    return leaveList(read, told).map(({ startMs, place, camera }) => ({
      takenAt: new Date(startMs),
      toldPlace: place,
      access,
      camera: grant.isOwn ? camera : null,
    }));
  }

  async tellCount(grant: Grant): Promise<NumberRange> {
    const photos = await this.photos("photos.count", grant);
    return generaliseNumber("photos.count", grant, countPhotos(grant.precision, photos, grant.period));
  }

  async tellPlaces(grant: Grant): Promise<VisitValue[]> {
    const photos = await this.photos("photos.places", grant);
    const visits = photos.flatMap(({ takenMs, day, latitude, longitude }) =>
      latitude === null || longitude === null ? [] : [{ startMs: takenMs, endMs: takenMs, day, latitude, longitude }],
    );
    return generaliseVisits(grant.precision, visits, grant.period);
  }

  private photos(field: string, { personId, precision, period }: Grant): Promise<PhotoReading[]> {
    return this.database.read((manager) => this.vault.photos(manager, personId, field, precision, period));
  }
}

function duringOf({ period }: Grant): { from: Date; to: Date } {
  return { from: new Date(period.fromMs), to: new Date(Math.max(period.toMs, period.fromMs + 1)) };
}

/** At the places' own precision, and not from before their own history. */
function placeTeller({ precision, period }: Grant): (photo: PhotoReading, toldMs: number) => Place | null {
  const known = new Map<string, Place>();
  return ({ latitude, longitude }, toldMs) => {
    if (latitude === null || longitude === null || !isIn(period, toldMs)) return null;
    const key = `${latitude},${longitude}`;
    const place = known.get(key) ?? generalisePlace(precision, latitude, longitude);
    known.set(key, place);
    return place;
  };
}
