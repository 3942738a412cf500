import { FieldResolver, Resolver, Root } from "type-graphql";
import {
  Body,
  Contact,
  Demographics,
  Diet,
  Fitness,
  Heart,
  IntimateData,
  Location,
  Photos,
  Sleep,
  Work,
} from "./intimate-data.js";

/** Sections hand on how they were reached; they hold no value of their own. */
@Resolver(() => IntimateData)
export class IntimateDataResolver {
  @FieldResolver(() => Demographics, { nullable: true })
  demographics(@Root() { access }: IntimateData): Demographics {
    return { access };
  }
  @FieldResolver(() => Contact, { nullable: true })
  contact(@Root() { access }: IntimateData): Contact {
    return { access };
  }
  @FieldResolver(() => Location, { nullable: true })
  location(@Root() { access }: IntimateData): Location {
    return { access };
  }
  @FieldResolver(() => Fitness, { nullable: true })
  fitness(@Root() { access }: IntimateData): Fitness {
    return { access };
  }
  @FieldResolver(() => Heart, { nullable: true })
  heart(@Root() { access }: IntimateData): Heart {
    return { access };
  }
  @FieldResolver(() => Body, { nullable: true })
  body(@Root() { access }: IntimateData): Body {
    return { access };
  }
  @FieldResolver(() => Sleep, { nullable: true })
  sleep(@Root() { access }: IntimateData): Sleep {
    return { access };
  }
  @FieldResolver(() => Diet, { nullable: true })
  diet(@Root() { access }: IntimateData): Diet {
    return { access };
  }
  @FieldResolver(() => Work, { nullable: true })
  work(@Root() { access }: IntimateData): Work {
    return { access };
  }
  @FieldResolver(() => Photos, { nullable: true })
  photos(@Root() { access }: IntimateData): Photos {
    return { access };
  }
}
