/**
 * Everything that answers NOT_IMPLEMENTED, by what will bring it. README.md says the same; a line goes when its
 * resolver is built, and no other may come.
 */
export const NOT_IMPLEMENTED = {
  marketplace: [
    "Customer.satisfies",
    "Mutation.startImageUpload",
    "Mutation.claimOffer",
    "Mutation.recordPropositionEvents",
    "Person.proposition",
    "Person.asVisitor",
    "Query.visitor",
    "Visitor.offerSlots",
    "Person.partnerApps",
    "Person.linkRequest",
    "PartnerApp.placements",
    "Mutation.registerPartnerApp",
    "Mutation.linkPartnerApp",
    "Mutation.unlinkPartnerApp",
  ],
} as const;
