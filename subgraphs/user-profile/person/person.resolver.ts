import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from "type-graphql";
import type { Connection } from "../../../shared/page.js";
import type { Viewer } from "../../../shared/viewer.js";
import type { UserProfileContext } from "../context.js";
import type { Disclosure } from "../disclosures/disclosure.types.js";
import { DisclosureConnection } from "../disclosures/disclosure.types.js";
import type { Import } from "../imports/import.js";
import { ImportConnection } from "../imports/import.js";
import { IntimateData } from "../intimate-data/intimate-data.js";
import { DataSource, Person } from "./person.js";

@Resolver(() => Person)
export class PersonResolver {
  @Query(() => Person, { nullable: true, description: "The person whose token this is." })
  me(@Ctx() context: UserProfileContext): Person {
    return { id: ownId(context) };
  }

  @FieldResolver(() => String, { nullable: true, description: "As the person named themselves." })
  displayName(@Root() person: Person, @Ctx() { viewer }: UserProfileContext): string | null {
    return viewer.kind === "person" && viewer.personId === person.id ? viewer.displayName : null;
  }

  @FieldResolver(() => IntimateData, {
    nullable: true,
    description: "Everything in the vault, EXACT unless asked coarser.",
  })
  data(@Root() person: Person): IntimateData {
    return { access: { kind: "own", personId: person.id } };
  }

  @FieldResolver(() => String, { description: "IANA name; tells the day of what has no offset of its own." })
  async timeZone(@Root() person: Person, @Ctx() { services }: UserProfileContext): Promise<string> {
    return (await services.profiles.profile(person.id)).timeZone;
  }

  @FieldResolver(() => ImportConnection)
  imports(
    @Root() person: Person,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Ctx() context: UserProfileContext,
  ): Promise<Connection<Import>> {
    const request = {
      first,
      after: after ?? null,
      principal: context.principal,
      field: "Person.imports",
      filter: null,
    };
    return context.services.imports.page(person.id, request);
  }

  @FieldResolver(() => [DataSource])
  sources(@Root() person: Person, @Ctx() { services }: UserProfileContext): Promise<DataSource[]> {
    return services.profiles.sources(person.id);
  }

  @FieldResolver(() => DisclosureConnection, {
    description: "Everything that left, for whom, how finely, why, and what it paid.",
  })
  disclosures(
    @Root() person: Person,
    @Arg("first", () => Int, { defaultValue: 20 }) first: number,
    @Arg("after", () => String, { nullable: true }) after: string | null,
    @Arg("brandId", () => ID, { nullable: true }) brandId: string | null,
    @Ctx() context: UserProfileContext,
  ): Promise<Connection<Disclosure>> {
    const filter = { brandId: brandId ?? null };
    const request = { first, after: after ?? null, principal: context.principal, field: "Person.disclosures", filter };
    return context.services.disclosures.pageOfPerson(person.id, filter.brandId, request);
  }
}

function ownId({ viewer }: UserProfileContext): string {
  return (viewer as Viewer & { kind: "person" }).personId;
}
