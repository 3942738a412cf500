import { BODY_TRAITS } from "./body-traits.js";
import { FITNESS_TRAITS } from "./fitness-traits.js";
import { LIFE_TRAITS } from "./life-traits.js";
import type { TraitSpec } from "./trait-spec.js";

/** Every trait there is, each from one field, so that `because` tells exactly which licence was used. */
export const TRAITS: readonly TraitSpec[] = [...FITNESS_TRAITS, ...BODY_TRAITS, ...LIFE_TRAITS];
