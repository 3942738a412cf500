import type { CatalogueService } from "./catalogue/catalogue.service.js";
import type { DeletionService } from "./deletion/deletion.service.js";
import type { DisclosureReader } from "./disclosures/disclosure-reader.js";
import type { ErasureService } from "./erasure/erasure.service.js";
import type { ExportService } from "./export/export.service.js";
import type { ImportService } from "./imports/import.service.js";
import type { FactReader } from "./intimate-data/fact-reader.js";
import type { FieldReader } from "./intimate-data/field-reader.js";
import type { PhotoReader } from "./intimate-data/photo-reader.js";
import type { StateReader } from "./intimate-data/state-reader.js";
import type { WorkoutHeart } from "./intimate-data/workout-heart.js";
import type { ProfileService } from "./person/profile.service.js";
import type { PredicateService } from "./predicates/predicate.service.js";
import type { TraitService } from "./traits/trait.service.js";

/** What the resolvers of user-profile delegate to. */
export interface UserProfileServices {
  capabilityKey: Buffer;
  catalogue: CatalogueService;
  deletion: DeletionService;
  disclosures: DisclosureReader;
  erasures: ErasureService;
  exports: ExportService;
  facts: FactReader;
  fields: FieldReader;
  imports: ImportService;
  photos: PhotoReader;
  predicates: PredicateService;
  profiles: ProfileService;
  states: StateReader;
  traits: TraitService;
  workoutHeart: WorkoutHeart;
}
