/**
 * Everything that answers NOT_IMPLEMENTED, by what will bring it. README.md says the same; a line goes when its
 * resolver is built, and no other may come.
 */
export const NOT_IMPLEMENTED = {
  marketplace: [
    "Customer.satisfies",
    "Person.standingRules",
    "Person.automaticDecisions",
    "Mutation.setStandingRules",
    "Mutation.undoAutomaticDecision",
    "Person.mutedBrands",
    "Mutation.muteBrand",
    "Person.complaints",
    "Query.complaints",
    "Mutation.fileComplaint",
    "Mutation.answerComplaint",
    "Mutation.decideComplaint",
    "Mutation.acknowledgeErasure",
    "Mutation.redeemPoints",
    "ValueExchange.authorisationText",
    "BrandAccount.domainChallenge",
    "Mutation.verifyDomain",
    "Mutation.suspendBrand",
    "BrandAccount.webhook",
    "Webhook.deliveries",
    "Mutation.setWebhook",
    "Mutation.retryWebhookDelivery",
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
