import { GraphQLError, responsePathAsArray, type GraphQLResolveInfo } from "graphql";
import { internalError } from "../../shared/errors.js";
import type { LinkCall } from "../../shared/link.js";
import { principalOf, type Viewer } from "../../shared/viewer.js";
import type { DisclosedFieldFact } from "./disclosures/disclosure.js";
import type { FieldUse } from "./disclosures/disclosure.service.js";
import type { Grant } from "./licensing/access.js";
import type { PredicateAnswer } from "./predicates/predicate-answer.js";
import type { UserProfileServices } from "./services.js";

/** All that a resolver of user-profile is given; made anew for every fetch. */
export class UserProfileContext {
  readonly uses: FieldUse[] = [];
  readonly capped: GraphQLError[] = [];

  constructor(
    readonly call: LinkCall,
    readonly services: UserProfileServices,
    readonly now: Date,
  ) {}

  get viewer(): Viewer {
    return this.call.viewer;
  }

  get principal(): string {
    return principalOf(this.call.viewer);
  }

  /** Notes what of a field leaves, and tells when it is narrower than it was asked. */
  note(info: GraphQLResolveInfo, grant: Grant, field: DisclosedFieldFact): void {
    this.noteUse(grant, field);
    // What is told of no period has none that a history could shorten.
    const isShorter = grant.isShorter && field.fromMs !== null;
    if (grant.isCoarser || isShorter) this.capped.push(cappedNote(info, field));
  }

  /** Notes that something leaves; `first` is an answer that is to stand from now on. */
  noteUse(
    { personId, use }: Pick<Grant, "personId" | "use">,
    field: DisclosedFieldFact,
    first: PredicateAnswer | null = null,
  ): void {
    if (!use?.isRecorded) return;
    const { licenceId, brandId, purpose, price } = use;
    this.uses.push({ personId, brandId, licenceId, purpose, price, field, ...(first && { first }) });
  }
}

/** Travels as an error beside the value, since only errors carry a path through the gateway; the gateway moves it to `extensions.capped`. */
function cappedNote(info: GraphQLResolveInfo, field: DisclosedFieldFact): GraphQLError {
  const from = field.fromMs === null ? null : new Date(field.fromMs).toISOString();
  const { message, extensions } = internalError("CAPPED", { field: field.field, precision: field.precision, from });
  return new GraphQLError(message, { path: responsePathAsArray(info.path), extensions });
}
