import { ObjectType } from "type-graphql";
import type { Access, IntimateParent } from "../licensing/access.js";

/**
 * The sections of a vault. An object here holds nothing but how it was reached: every value is fetched by its own
 * field's resolver, behind that field's gate.
 */
@ObjectType({ description: "Every intimate field, null where it is not licensed or not there." })
export class IntimateData implements IntimateParent {
  access: Access;
}

@ObjectType()
export class Demographics implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Contact implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Location implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Fitness implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Heart implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Body implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Sleep implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Diet implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Work implements IntimateParent {
  access: Access;
}
@ObjectType()
export class Photos implements IntimateParent {
  access: Access;
}
