import type { CatalogueService } from "./catalogue/catalogue.service.js";
import type { DisclosureReader } from "./disclosures/disclosure-reader.js";
import type { ImportService } from "./imports/import.service.js";
import type { FieldReader } from "./intimate-data/field-reader.js";
import type { ProfileService } from "./person/profile.service.js";
import type { TraitService } from "./traits/trait.service.js";

/** What the resolvers of user-profile delegate to. */
export interface UserProfileServices {
  capabilityKey: Buffer;
  catalogue: CatalogueService;
  disclosures: DisclosureReader;
  fields: FieldReader;
  imports: ImportService;
  profiles: ProfileService;
  traits: TraitService;
}
