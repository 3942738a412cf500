import { registerEnumType } from "type-graphql";

export enum ExchangeStatus {
  DRAFT = "DRAFT",
  OPEN = "OPEN",
  PAUSED = "PAUSED",
  CLOSED = "CLOSED",
}
registerEnumType(ExchangeStatus, { name: "ExchangeStatus", description: "Where a value exchange stands." });

/** A closed exchange stays closed: people weighed it as it was. */
const NEXT: Readonly<Record<ExchangeStatus, readonly ExchangeStatus[]>> = {
  [ExchangeStatus.DRAFT]: [ExchangeStatus.OPEN, ExchangeStatus.CLOSED],
  [ExchangeStatus.OPEN]: [ExchangeStatus.PAUSED, ExchangeStatus.CLOSED],
  [ExchangeStatus.PAUSED]: [ExchangeStatus.OPEN, ExchangeStatus.CLOSED],
  [ExchangeStatus.CLOSED]: [],
};

export function mayBecome(from: ExchangeStatus, to: ExchangeStatus): boolean {
  return from === to || NEXT[from].includes(to);
}
