import type { DemoBrand, DemoPerson } from "./demo.js";

interface NewTerm {
  field: string;
  precision: string;
  history: string;
  points?: number;
}

interface NewExchange {
  title: string;
  summary: string;
  purpose: string;
  terms: NewTerm[];
  optionalTerms?: NewTerm[];
  rewardPerDisclosure?: number;
}

interface NewOffer {
  title: string;
  body: string;
  callToAction: string;
  targeting: { trait: string; operator: string; values: string[] }[];
  rewardOnClaim?: number;
  isFallback?: boolean;
}

/** What an exchange or an offer of the demo says alike. */
const EXCHANGE = { lasts: "P90D", places: 1_000, retention: "P30D", storageCountries: ["DE"] };
const OFFER = { placements: ["home", "sidebar", "confide"], budget: 5_000 };

/**
 * The market that a newcomer finds: Mara has licensed her steps to a shoe shop and has its next exchange open before
 * her; Ines lets a bicycle shop choose offers; Jonas declined a bed maker's.
 */
export async function openMarket(people: readonly DemoPerson[], brands: readonly DemoBrand[]): Promise<void> {
  const [mara, jonas, ines] = ["mara", "jonas", "ines"].map((key) => one(people, key)) as [
    DemoPerson,
    DemoPerson,
    DemoPerson,
  ];
  const [stride, restwell, velora] = ["stride", "restwell", "velora"].map((key) => one(brands, key)) as [
    DemoBrand,
    DemoBrand,
    DemoBrand,
  ];

  const steps = await publish(stride, "steps", {
    title: "A training diary that keeps itself",
    summary: "Your daily steps fill the diary in our app, so that you need not.",
    purpose: "SERVICE_PERSONALISATION",
    terms: [{ field: "fitness.steps", precision: "COARSE", history: "P30D", points: 20 }],
  });
  await publish(stride, "shoes", {
    title: "Shoes that fit how you run",
    summary: "Your runs and your resting heart rate choose which of our offers you see.",
    purpose: "PERSONALISED_OFFERS",
    terms: [
      { field: "fitness.workouts", precision: "FINE", history: "P30D", points: 120 },
      { field: "heart.restingRate", precision: "COARSE", history: "P30D", points: 80 },
    ],
    optionalTerms: [{ field: "demographics.birthYear", precision: "BAND", history: "P30D", points: 30 }],
    rewardPerDisclosure: 2,
  });
  const nights = await publish(restwell, "nights", {
    title: "A mattress that knows your nights",
    summary: "How long you sleep tells us which mattress to suggest.",
    purpose: "PRODUCT_RECOMMENDATION",
    terms: [{ field: "sleep.duration", precision: "FINE", history: "P30D", points: 60 }],
  });
  const rides = await publish(velora, "rides", {
    title: "Parts that wear as you ride",
    summary: "The distance of your rides tells us when a chain is due.",
    purpose: "PERSONALISED_OFFERS",
    terms: [{ field: "fitness.workouts", precision: "COARSE", history: "P30D", points: 100 }],
    rewardPerDisclosure: 1,
  });

  await offer(stride, "runner", {
    title: "Cushioned trainers, a fifth off",
    body: "For people who run at least twice a week.",
    callToAction: "See the shoes",
    targeting: [{ trait: "runsPerWeek", operator: "AT_LEAST", values: ["2"] }],
    rewardOnClaim: 50,
  });
  await offer(stride, "everybody", {
    title: "Free laces with any pair",
    body: "For everybody who looks in.",
    callToAction: "Choose a colour",
    targeting: [],
    isFallback: true,
  });
  await offer(velora, "rider", {
    title: "A new chain, fitted",
    body: "For people who ride more than thirty kilometres a week.",
    callToAction: "Book a fitting",
    targeting: [{ trait: "rideKilometresPerWeek", operator: "AT_LEAST", values: ["30"] }],
    rewardOnClaim: 40,
  });

  await accept(mara, steps);
  await accept(ines, rides);
  await jonas.api.mutate(
    "declineExchange",
    { exchangeId: nights.id, idempotencyKey: "demo-decline" },
    "exchange { id }",
  );
}

interface Published {
  id: string;
  termsHash: string;
}

async function publish(brand: DemoBrand, key: string, exchange: NewExchange): Promise<Published> {
  const created = await brand.api.mutate<{ exchange: Published }>(
    "createExchange",
    { ...EXCHANGE, ...exchange, idempotencyKey: `demo-exchange-${key}` },
    "exchange { id termsHash }",
  );
  const { id } = created.exchange;
  const input = { exchangeId: id, status: "OPEN", idempotencyKey: `demo-open-${key}` };
  const opened = await brand.api.mutate<{ exchange: Published }>(
    "setExchangeStatus",
    input,
    "exchange { id termsHash }",
  );
  return opened.exchange;
}

async function offer(brand: DemoBrand, key: string, content: NewOffer): Promise<void> {
  const landingUrl = `https://${brand.key}.example/offers/${key}`;
  const created = await brand.api.mutate<{ offer: { id: string } }>(
    "createOffer",
    { ...OFFER, ...content, landingUrl, idempotencyKey: `demo-offer-${key}` },
    "offer { id }",
  );
  const input = { offerId: created.offer.id, status: "LIVE", idempotencyKey: `demo-live-${key}` };
  await brand.api.mutate("setOfferStatus", input, "offer { id }");
}

async function accept(person: DemoPerson, { id, termsHash }: Published): Promise<void> {
  const input = { exchangeId: id, termsHash, idempotencyKey: `demo-accept-${id}` };
  await person.api.mutate("acceptExchange", input, "licence { id }");
}

function one<T extends { key: string }>(all: readonly T[], key: string): T {
  const found = all.find((candidate) => candidate.key === key);
  if (!found) throw new Error(`the demo's cast lacks ${key}`);
  return found;
}
