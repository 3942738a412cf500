import { registerEnumType } from "type-graphql";
import { Precision } from "./licensing/precision.js";
import { Purpose } from "./licensing/purpose.js";
import { IntimacyTier } from "./licensing/tier.js";

registerEnumType(Precision, { name: "Precision", description: "How finely a value is told; coarser to the right." });
registerEnumType(Purpose, { name: "Purpose", description: "Why it is asked." });
registerEnumType(IntimacyTier, { name: "IntimacyTier", description: "How intimate a field is." });

export { IntimacyTier, Precision, Purpose };
