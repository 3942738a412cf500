import type { EntityManager } from "typeorm";
import { newId, type RandomBytes } from "../../../shared/identifier.js";
import { insertRow } from "../../../shared/rows.js";
import { LogEntryRow, type LogKind } from "./log-entry.js";

export interface LogNote {
  brandId: string;
  kind: LogKind;
  at: Date;
  hours?: number;
  commitment?: string;
}

/** Takes down what happens, in the unit of work in which it happens; an appender gives it its place in the log. */
export class TransparencyLog {
  constructor(private readonly random: RandomBytes) {}

  async note(manager: EntityManager, { brandId, kind, at, hours, commitment }: LogNote): Promise<void> {
    const id = newId(at, this.random);
    const row = { id, brandId, kind, at, hours: hours ?? null, commitment: commitment ?? null, position: null };
    await insertRow(manager, LogEntryRow, row);
  }
}
