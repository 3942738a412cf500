import type { RequestHandler } from "express";

/** How a request ended, by its HTTP status: a closed list, since it is a label of metrics. */
export const STATUSES = ["200", "400", "401", "413", "429", "503", "other", "gone"] as const;
export type OperationStatus = (typeof STATUSES)[number];

/** Told of every GraphQL request: when it begins, and then how it ended. */
export interface OperationMeter {
  begin(kind: "graphql"): (status: OperationStatus) => void;
}

const KNOWN: ReadonlySet<string> = new Set(STATUSES);

export function countOperations(meter: OperationMeter): RequestHandler {
  return (_request, response, next) => {
    const told = meter.begin("graphql");
    response.once("close", () => {
      const status = response.writableFinished ? String(response.statusCode) : "gone";
      told(KNOWN.has(status) ? (status as OperationStatus) : "other");
    });
    next();
  };
}
