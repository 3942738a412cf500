import { FieldResolver, Resolver } from "type-graphql";
import { Licensed } from "../licensing/licensed.js";
import { Contact } from "./intimate-data.js";
import { Reading, type FieldRead } from "./licensed-field.js";

@Resolver(() => Contact)
export class ContactResolver {
  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.givenName")
  givenName(@Reading("contact.givenName") read: FieldRead): Promise<string | null> {
    return read.context.services.facts.fact(read, "contact.givenName");
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.familyName")
  familyName(@Reading("contact.familyName") read: FieldRead): Promise<string | null> {
    return read.context.services.facts.fact(read, "contact.familyName");
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.email")
  email(@Reading("contact.email") read: FieldRead): Promise<string | null> {
    return read.context.services.facts.fact(read, "contact.email");
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.phone")
  phone(@Reading("contact.phone") read: FieldRead): Promise<string | null> {
    return read.context.services.facts.fact(read, "contact.phone");
  }

  @FieldResolver(() => String, { nullable: true })
  @Licensed("contact.postalAddress")
  postalAddress(@Reading("contact.postalAddress") read: FieldRead): Promise<string | null> {
    return read.context.services.facts.fact(read, "contact.postalAddress");
  }
}
