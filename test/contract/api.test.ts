import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { buildClientSchema, buildSchema, getIntrospectionQuery, type GraphQLSchema } from "graphql";
import { ROOT_ACCESS } from "../../shared/root-access.js";
import { contractText, describeWithContract } from "../harness/contract.js";
import { stubGateway, type StubGateway } from "../unit/gateway/stub-gateway.js";
import { contractDifferences } from "./contract-differences.js";

describeWithContract("the public schema (API.graphql)", () => {
  let gateway: StubGateway;
  beforeAll(async () => {
    gateway = await stubGateway(async () => ({ data: null }));
  });
  afterAll(() => gateway.close());

  /** As a client sees it: without what is @inaccessible. */
  const publicSchema = async (): Promise<GraphQLSchema> => {
    const response = await gateway.ask({ query: getIntrospectionQuery() });
    return buildClientSchema(((await response.json()) as { data: never }).data);
  };

  it("has every type, field, argument and enum value of the contract, with the same type", async () => {
    expect(contractDifferences(buildSchema(contractText()), await publicSchema())).toEqual([]);
  });
});
