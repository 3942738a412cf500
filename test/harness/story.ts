import { systemClock } from "../../shared/clock.js";
import { PERSON_SCOPES, type PersonScope } from "../../shared/viewer.js";
import { TrustLevel } from "../../subgraphs/consent/brand/trust.js";
import type { RoomsBeside } from "../../topology/server/rooms-beside.js";
import { Api } from "./api.js";
import { WorldBrand } from "./world-brand.js";
import { WorldPerson } from "./world-person.js";

/** A brand's domain counts as seen until then, so that stories may let months pass. */
const FAR_AHEAD = new Date("9000-01-01T00:00:00.000Z");

/** Everybody's. */
const PASSWORD = "correct horse battery";

/** People and brands of an installation, in either topology. */
export abstract class Story {
  private counter = 0;
  private operatorClient: Api | null = null;

  /** What stories do beside the public API. */
  abstract readonly confide: Pick<RoomsBeside, "url" | "consent" | "settle"> & {
    identity: Pick<RoomsBeside["identity"], "createAccount" | "createOperator" | "createPersonalAccessToken">;
  };

  get url(): string {
    return this.confide.url;
  }

  now(): Date {
    return systemClock();
  }

  /** A fresh idempotency key. */
  key(): string {
    return `key-${++this.counter}`;
  }

  async operator(): Promise<Api> {
    if (!this.operatorClient) {
      const { clientId, clientSecret } = await this.confide.identity.createOperator();
      this.operatorClient = await Api.withCredentials(this.url, clientId, clientSecret);
    }
    return this.operatorClient;
  }

  async person(options: { scopes?: readonly PersonScope[]; region?: string } = {}): Promise<WorldPerson> {
    const name = `person-${++this.counter}`;
    const email = `${name}@people.example`;
    const account = { displayName: name, email, password: PASSWORD };
    const { personId } = await this.confide.identity.createAccount(account);
    const scopes = options.scopes ?? PERSON_SCOPES;
    const { token } = await this.confide.identity.createPersonalAccessToken({ personId, scopes, label: "test" });
    await this.settleIn(personId, options.region ?? "US_OTHER");
    return new WorldPerson(this, personId, new Api(this.url, token), token, { email, password: PASSWORD });
  }

  /** An adult where the law leaves most to them, unless a story says otherwise. */
  private async settleIn(personId: string, region: string): Promise<void> {
    const scopes = PERSON_SCOPES;
    const { token } = await this.confide.identity.createPersonalAccessToken({ personId, scopes, label: "settling in" });
    const input = { region, isAdult: true, idempotencyKey: "settle-in" };
    await new Api(this.url, token).mutate("setMyCircumstances", input, "me { id }");
  }

  async brand(options: { trust?: TrustLevel; purposes?: string[]; escrow?: number } = {}): Promise<WorldBrand> {
    const key = `brand-${++this.counter}`;
    const operator = await this.operator();
    const registered = await operator.mutate<{ brand: { id: string }; clientId: string; clientSecret: string }>(
      "registerBrand",
      {
        name: key,
        legalName: `${key} Ltd`,
        domain: `${key}.example`,
        industry: "testing",
        postalAddress: "1 Test Lane",
        contactEmail: `privacy@${key}.example`,
        country: "DE",
        privacyNoticeUrl: `https://${key}.example/privacy`,
        purposes: options.purposes ?? ["SERVICE_PERSONALISATION", "PERSONALISED_OFFERS"],
        idempotencyKey: `register-${key}`,
      },
      "brand { id } clientId clientSecret",
    );
    const { brand: { id }, clientId, clientSecret } = registered; // prettier-ignore
    await this.confide.settle();
    await this.confide.consent.seedTrust(id, options.trust ?? TrustLevel.TRUSTED, FAR_AHEAD);
    const points = options.escrow ?? 10_000;
    if (points > 0) {
      await operator.mutate("fundEscrow", { brandId: id, points, idempotencyKey: `fund-${key}` }, "brand { id }");
    }
    return new WorldBrand(
      this,
      id,
      { clientId, clientSecret },
      await Api.withCredentials(this.url, clientId, clientSecret),
    );
  }
}
