import { dpv, ours, PLAIN, type FieldSpec } from "../field-spec.js";
import { Precision } from "../precision.js";
import { IntimacyTier } from "../tier.js";

const { PERSONAL, INTIMATE, EVERYDAY } = IntimacyTier;

/** Contact is told as it is or not at all. */
function contact(path: string, title: string, tier: IntimacyTier, term: string, gives: string): FieldSpec {
  return {
    ...PLAIN,
    ...dpv(term),
    path,
    title,
    tier,
    specialCategory: false,
    identifying: true,
    code: null,
    unit: null,
    precisions: { EXACT: gives },
  };
}

/** Who the person is and how to reach them. */
export const PERSON_FIELDS: readonly FieldSpec[] = [
  {
    ...PLAIN,
    ...dpv("Age"),
    path: "demographics.birthYear",
    title: "Your year of birth",
    tier: PERSONAL,
    specialCategory: false,
    code: null,
    unit: null,
    precisions: {
      EXACT: "Your year of birth.",
      FINE: "A span of 5 years in which you were born.",
      COARSE: "A span of 10 years in which you were born.",
      BAND: "Your age band, such as 25-34, as a span of birth years.",
    },
  },
  {
    ...PLAIN,
    ...dpv("Gender"),
    path: "demographics.gender",
    title: "Your gender",
    tier: INTIMATE,
    specialCategory: true,
    code: null,
    unit: null,
    precisions: { EXACT: "Your gender, as you stated it." },
  },
  {
    ...PLAIN,
    ...dpv("Language"),
    path: "demographics.languages",
    title: "The languages you use",
    tier: EVERYDAY,
    specialCategory: false,
    code: null,
    unit: null,
    precisions: { EXACT: "Your languages." },
  },
  {
    ...PLAIN,
    ...ours("HouseholdSize", "Demographic"),
    path: "demographics.household",
    title: "How many people live in your household",
    tier: PERSONAL,
    specialCategory: false,
    code: null,
    unit: "{persons}",
    precisions: {
      EXACT: "The number of people in your household.",
      BAND: "1, 2, 3-4, or 5 and more people.",
    },
  },
  {
    ...PLAIN,
    ...dpv("Domicile"),
    path: "demographics.homeArea",
    title: "The area you live in",
    tier: PERSONAL,
    specialCategory: false,
    code: null,
    unit: null,
    precisions: {
      EXACT: "The place of your home.",
      FINE: "The town or city you live in.",
      COARSE: "The region you live in, such as a state.",
      BAND: "The country you live in.",
    },
    personOnly: [Precision.EXACT],
  },
  contact("contact.givenName", "Your given name", PERSONAL, "Name", "Your given name."),
  contact("contact.familyName", "Your family name", INTIMATE, "Name", "Your family name."),
  contact("contact.email", "Your e-mail address", INTIMATE, "EmailAddress", "Your e-mail address."),
  contact("contact.phone", "Your telephone number", INTIMATE, "TelephoneNumber", "Your telephone number."),
  contact("contact.postalAddress", "Your postal address", INTIMATE, "PhysicalAddress", "Your postal address."),
];
