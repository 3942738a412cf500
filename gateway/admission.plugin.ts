import type { ApolloServerPlugin, GraphQLRequestListener } from "@apollo/server";
import { isOpenToEverybody } from "../shared/root-access.js";
import { OPERATION_POINTS_MAX } from "./limits.js";
import type { OperationReader } from "./operation/operation-reader.js";
import { REQUEST_POINTS } from "./operation/points.js";
import { refusal } from "./refusal.js";
import { unauthenticated, type RequestContext } from "./request-context.js";

/** Decides, before an operation is planned, whether it may run: its kind, its shape, its asker, its cost, in that order. */
export function admissionPlugin(operations: OperationReader): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart(): Promise<GraphQLRequestListener<RequestContext>> {
      return {
        async didResolveOperation({ schema, document, operation, operationName, request, contextValue }) {
          const { requestId, viewer } = contextValue;
          // The executor would answer this, and a kind that the schema has no root for, with HTTP 500.
          if (!operation) throw refusal(400, "BAD_USER_INPUT", "There is no operation of this name.", { requestId });
          if (!schema.getRootType(operation.operation)) {
            throw refusal(400, "BAD_USER_INPUT", "Subscriptions are not offered.", { requestId });
          }
          const problem = operations.problemOf(schema, document, operation);
          if (problem !== null) throw refusal(400, "COST_EXCEEDED", problem, { requestId });
          const asked = operations.asked(schema, document, operation, request.variables ?? {});
          if (viewer.kind === "nobody" && !asked.roots.every(isOpenToEverybody)) {
            throw unauthenticated(requestId, "This needs a bearer token.");
          }
          charge(contextValue, asked.cost);
          const { licensed: licensedFields, compared: comparedFields } = asked;
          contextValue.call = { ...contextValue.call, operationName, licensedFields, comparedFields };
        },
      };
    },
  };
}

function charge(context: RequestContext, cost: number): void {
  const { requestId, meter } = context;
  context.requestedQueryCost = cost;
  if (cost > OPERATION_POINTS_MAX) {
    const message = `This operation costs ${cost} points, ${OPERATION_POINTS_MAX} at most are allowed: ask smaller pages or fewer fields at once.`;
    throw refusal(400, "COST_EXCEEDED", message, { requestId });
  }
  meter.take(cost - REQUEST_POINTS, requestId);
  context.actualQueryCost = cost;
}
