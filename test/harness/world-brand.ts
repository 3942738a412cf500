import type { Answer, Api } from "./api.js";
import type { Story } from "./story.js";

export interface WorldExchange {
  id: string;
  termsHash: string;
  optionalTerms: { id: string; field: string }[];
}

export interface NewTerm {
  field: string;
  precision: string;
  history: string;
  points?: number;
}

/** A brand with its credentials, and what it does in stories. */
export class WorldBrand {
  constructor(
    readonly world: Story,
    readonly id: string,
    readonly credentials: { clientId: string; clientSecret: string },
    readonly api: Api,
  ) {}

  get clientId(): string {
    return this.credentials.clientId;
  }

  ask(query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
    return this.api.ask(query, variables);
  }

  /** An exchange as people find it: created and opened. */
  async publish(exchange: { purpose?: string; terms: NewTerm[]; [more: string]: unknown }): Promise<WorldExchange> {
    const created = await this.api.mutate<{ exchange: WorldExchange }>(
      "createExchange",
      {
        title: "A test exchange",
        summary: "What a test needs.",
        purpose: "SERVICE_PERSONALISATION",
        lasts: "P90D",
        places: 100,
        retention: "P30D",
        storageCountries: ["DE"],
        ...exchange,
        idempotencyKey: this.world.key(),
      },
      "exchange { id }",
    );
    const input = { exchangeId: created.exchange.id, status: "OPEN", idempotencyKey: this.world.key() };
    const selection = "exchange { id termsHash optionalTerms { id field } }";
    return (await this.api.mutate<{ exchange: WorldExchange }>("setExchangeStatus", input, selection)).exchange;
  }

  /** A live offer, funded from escrow. */
  async offer(offer: Record<string, unknown> = {}): Promise<string> {
    const created = await this.api.mutate<{ offer: { id: string } }>(
      "createOffer",
      {
        title: "A test offer",
        body: "For whom it fits.",
        callToAction: "Look",
        landingUrl: "https://brand.example/",
        placements: ["home"],
        budget: 100,
        ...offer,
        idempotencyKey: this.world.key(),
      },
      "offer { id }",
    );
    const input = { offerId: created.offer.id, status: "LIVE", idempotencyKey: this.world.key() };
    await this.api.mutate("setOfferStatus", input, "offer { id }");
    await this.world.confide.settle();
    return created.offer.id;
  }

  /** The reference under which this brand knows the one person who gave it this licence. */
  async refOf(licenceId: string): Promise<string> {
    type Account = { brand: { account: { licences: { nodes: { id: string; customerRef: string }[] } } } };
    const { brand } = await this.api.query<Account>(
      "{ brand { account { licences(first: 100) { nodes { id customerRef } } } } }",
    );
    const licence = brand.account.licences.nodes.find(({ id }) => id === licenceId);
    if (!licence) throw new Error("the brand does not see this licence");
    return licence.customerRef;
  }

  /** The brand's own query for one customer. */
  customer(ref: string, selection: string, purpose = "SERVICE_PERSONALISATION"): Promise<Answer> {
    return this.ask(`query Slot($ref: ID!) { customer(ref: $ref, purpose: ${purpose}) { ${selection} } }`, { ref });
  }

  async escrow(): Promise<{ escrow: number; held: number }> {
    const { brand } = await this.api.query<{ brand: { account: { escrow: number; held: number } } }>(
      "{ brand { account { escrow held } } }",
    );
    return brand.account;
  }
}
