import { MoreThan, Not } from "typeorm";
import { DAY_MS } from "../../../shared/clock.js";
import type { Database } from "../../../shared/database.js";
import { ExchangeStatus } from "../exchange/exchange-status.js";
import { ValueExchange } from "../exchange/value-exchange.js";
import type { RewardRange } from "./intimate-field.js";

/** API.graphql: unknown under 10 exchanges in 90 days, so that no single brand's price shows. */
const EXCHANGES_NEEDED = 10;
const LOOKED_AT_MS = 90 * DAY_MS;
/** The newest are typical enough, and the catalogue stays quick. */
const EXCHANGES_READ = 2_000;

/** What exchanges have lately offered for a field: the middle half of the prices. */
export class FieldRewardService {
  constructor(private readonly database: Database) {}

  async typical(field: string, now: Date): Promise<RewardRange | null> {
    const points = (await this.recent(now))
      .map(({ terms, optionalTerms }) => [...terms, ...optionalTerms].find((term) => term.field === field)?.points)
      .filter((price) => price !== undefined)
      .sort((a, b) => a - b);
    if (points.length < EXCHANGES_NEEDED) return null;
    const quartile = (share: number): number => points[Math.round((points.length - 1) * share)] ?? 0;
    return { low: quartile(0.25), high: quartile(0.75), exchanges: points.length };
  }

  private recent(now: Date): Promise<Pick<ValueExchange, "terms" | "optionalTerms">[]> {
    return this.database.read((manager) =>
      manager.find(ValueExchange, {
        select: { id: true, terms: true, optionalTerms: true },
        where: { status: Not(ExchangeStatus.DRAFT), createdAt: MoreThan(new Date(now.getTime() - LOOKED_AT_MS)) },
        order: { createdAt: "DESC" },
        take: EXCHANGES_READ,
      }),
    );
  }
}
