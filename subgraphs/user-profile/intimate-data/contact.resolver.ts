import { FieldResolver, Resolver } from "type-graphql";
import { Licensed } from "../licensing/licensed.js";
import { Contact } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";
import { nothingStored } from "./nothing-stored.js";

@Resolver(() => Contact)
export class ContactResolver {
  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.givenName")
  givenName(@Reading("contact.givenName") read: FieldRead): null {
    return nothingStored(read);
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.familyName")
  familyName(@Reading("contact.familyName") read: FieldRead): null {
    return nothingStored(read);
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.email")
  email(@Reading("contact.email") read: FieldRead): null {
    return nothingStored(read);
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.phone")
  phone(@Reading("contact.phone") read: FieldRead): null {
    return nothingStored(read);
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.postalAddress")
  postalAddress(@Reading("contact.postalAddress") read: FieldRead): null {
    return nothingStored(read);
  }
}
