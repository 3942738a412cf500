import "reflect-metadata";
import "../../shared/graphql-enums.js";
import { buildFederatedSchema, type SubgraphSchema } from "../../shared/subgraph-schema.js";
import { CatalogueResolver, resolveIntimateField } from "./catalogue/catalogue.resolver.js";
import { IntimateField, Trait } from "./catalogue/catalogue.types.js";
import { Customer } from "./customer/customer.js";
import { resolveCustomer } from "./customer/customer.reference.js";
import { CustomerResolver } from "./customer/customer.resolver.js";
import { DeletionResolver } from "./deletion/deletion.resolver.js";
import { BrandAccount, BrandAccountResolver, resolveBrandAccount } from "./disclosures/brand-account.js";
import { ErasureResolver } from "./erasure/erasure.resolver.js";
import { ExportResolver } from "./export/export.resolver.js";
import { ImportResolver } from "./imports/import.resolver.js";
import { BodyResolver } from "./intimate-data/body.resolver.js";
import { ContactResolver } from "./intimate-data/contact.resolver.js";
import { DemographicsResolver } from "./intimate-data/demographics.resolver.js";
import { DietResolver } from "./intimate-data/diet.resolver.js";
import { FitnessResolver } from "./intimate-data/fitness.resolver.js";
import { HeartResolver } from "./intimate-data/heart.resolver.js";
import { IntimateDataResolver } from "./intimate-data/intimate-data.resolver.js";
import { LocationResolver } from "./intimate-data/location.resolver.js";
import { PhotoMomentResolver } from "./intimate-data/photo-moment.resolver.js";
import { PhotosResolver } from "./intimate-data/photos.resolver.js";
import { SleepResolver } from "./intimate-data/sleep.resolver.js";
import { WorkResolver } from "./intimate-data/work.resolver.js";
import { WorkoutResolver } from "./intimate-data/workout.resolver.js";
import { assertCovered, gate } from "./licensing/licensed-gate.js";
import { HouseholdResolver } from "./person/household.resolver.js";
import { Person } from "./person/person.js";
import { resolvePerson } from "./person/person.reference.js";
import { PersonResolver } from "./person/person.resolver.js";
import { TimeZoneResolver } from "./person/time-zone.resolver.js";
import { Visitor } from "./visitor/visitor.js";
import { resolveVisitor } from "./visitor/visitor.reference.js";
import { VisitorResolver } from "./visitor/visitor.resolver.js";

/** "My data": assembled without I/O, with the licence gate in front of every intimate field. */
export async function buildUserProfileSchema(): Promise<SubgraphSchema> {
  const { schema, sdl } = await assembleUserProfile();
  assertCovered(schema);
  return { schema: gate(schema), sdl };
}

/** Without its gate: behind it stands the resolvers' own question, which a test asks by itself. */
export function assembleUserProfile(): Promise<SubgraphSchema> {
  return buildFederatedSchema({
    resolvers: [
      CatalogueResolver,
      PersonResolver,
      TimeZoneResolver,
      ImportResolver,
      DeletionResolver,
      ExportResolver,
      ErasureResolver,
      CustomerResolver,
      VisitorResolver,
      BrandAccountResolver,
      IntimateDataResolver,
      DemographicsResolver,
      ContactResolver,
      LocationResolver,
      FitnessResolver,
      HeartResolver,
      BodyResolver,
      SleepResolver,
      DietResolver,
      WorkResolver,
      PhotosResolver,
      PhotoMomentResolver,
      WorkoutResolver,
      HouseholdResolver,
    ],
    orphanedTypes: [Customer, Visitor, BrandAccount, Person, IntimateField, Trait],
    references: {
      Person: resolvePerson,
      Customer: resolveCustomer,
      Visitor: resolveVisitor,
      BrandAccount: resolveBrandAccount,
      IntimateField: resolveIntimateField,
    },
    isLicensing: true,
  });
}
