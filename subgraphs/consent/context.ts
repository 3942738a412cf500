import type { Viewer } from "../../shared/viewer.js";
import type { Brand } from "./brand/brand.js";
import type { ConsentServices } from "./services.js";

/** Made fresh for every fetch. */
export interface ConsentContext {
  viewer: Viewer;
  operationId: string;
  operationName: string | null;
  /** Paths of the licensed fields that the operation asks of customers: what a price is held for. */
  licensedFields: readonly string[];
  /** Paths of the fields that its predicates compare: a price is held for these too, of the licence that answers them. */
  comparedFields: readonly string[];
  now: Date;
  services: ConsentServices;
  /** Brands met in this fetch: a page of licences asks for the same few. */
  brands: Map<string, Promise<Brand | null>>;
}
