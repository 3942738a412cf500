import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Viewer } from "../../../../shared/viewer.js";
import { ConsentWorld, type Loose, type TestBrand } from "./consent-world.js";

let world: ConsentWorld;
let brand: TestBrand;
let ada: ReturnType<ConsentWorld["person"]>;
/** Newest first. */
const exchanges: string[] = [];
const licences: string[] = [];

beforeAll(async () => {
  world = await ConsentWorld.open();
  brand = await world.brand();
  ada = world.person();
  for (let i = 0; i < 5; i += 1) {
    // Two of one instant, so that the id decides between them.
    if (i !== 3) world.now = new Date(world.now.getTime() + 1);
    const exchange = await world.exchange(brand);
    exchanges.push(exchange.id);
    licences.push((await world.accept(ada, exchange)).licence.id);
    await world.accept(world.person(), exchange);
  }
  for (const list of [exchanges, licences]) {
    const [first = "", second = "", third = "", fourth = "", fifth = ""] = list;
    list.splice(0, 5, fifth, ...[third, fourth].sort().reverse(), second, first);
  }
}, 30_000);
afterAll(() => world.close());

const PAGE = "nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";

/** A list of the person's own, with its arguments as they are written. */
async function own(person: typeof ada, list: string, args: string): Promise<Loose> {
  const query = `query Q($r: [_Any!]!) { _entities(representations: $r) { ... on Person { page: ${list}(${args}) { ${PAGE} } } } }`;
  const { data, errors } = await world.ask(person, query, { r: [{ __typename: "Person", id: person.personId }] });
  return errors.length > 0 ? errors[0]?.code : data._entities[0].page;
}

async function ofAccount(viewer: Viewer, list: string, args: string): Promise<Loose> {
  const { data, errors } = await world.ask(viewer, `{ brand { account { page: ${list}(${args}) { ${PAGE} } } } }`);
  return errors.length > 0 ? errors[0]?.code : data.brand.account.page;
}

async function customers(viewer: Viewer, args: string): Promise<Loose> {
  const query = `{ page: customers(purpose: PERSONALISED_OFFERS, ${args}) { nodes { ref } pageInfo { hasNextPage hasPreviousPage endCursor } } }`;
  const { data, errors } = await world.ask(viewer, query);
  return errors.length > 0 ? errors[0]?.code : data.page;
}

const ids = (page: Loose): string[] => page.nodes.map(({ id }: { id: string }) => id);

describe("pages", () => {
  it.each([
    ["Person.licences", (args: string) => own(ada, "licences", args), () => licences],
    ["BrandAccount.exchanges", (args: string) => ofAccount(brand.viewer, "exchanges", args), () => exchanges],
    ["Person.exchanges", (args: string) => own(world.person("reader"), "exchanges", args), () => exchanges],
  ])("%s: newest first, then by id, two at a time, each row once", async (_name, ask, expected) => {
    const seen: string[] = [];
    for (let after: string | null = null, pages = 0; ; pages += 1) {
      const page: Loose = await ask(`first: 2${after === null ? "" : `, after: "${after}"`}`);
      seen.push(...ids(page));
      expect(page.edges.map(({ node }: Loose) => node.id)).toEqual(ids(page));
      expect(page.pageInfo).toEqual({
        hasNextPage: pages < 2,
        hasPreviousPage: after !== null,
        startCursor: page.edges[0].cursor,
        endCursor: page.edges.at(-1).cursor,
      });
      if (!page.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor as string;
    }
    expect(seen).toEqual(expected());
  });

  it("have no next page when the last is just full, and none at all after the end", async () => {
    const full = await own(ada, "licences", "first: 5");
    expect(full.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: false });
    const beyond = await own(ada, "licences", `first: 5, after: "${full.pageInfo.endCursor}"`);
    expect(beyond).toEqual({
      nodes: [],
      edges: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: true, startCursor: null, endCursor: null },
    });
  });

  it.each([0, -1, 101])("refuse first: %d", async (first) => {
    expect(await own(ada, "licences", `first: ${first}`)).toBe("BAD_USER_INPUT");
    expect(await own(ada, "exchanges", `first: ${first}`)).toBe("BAD_USER_INPUT");
    expect(await ofAccount(brand.viewer, "licences", `first: ${first}`)).toBe("BAD_USER_INPUT");
    expect(await customers(brand.viewer, `first: ${first}`)).toBe("BAD_USER_INPUT");
  });

  it("go up to 100, of customers to 50", async () => {
    expect(ids(await own(ada, "licences", "first: 100"))).toHaveLength(5);
    expect((await customers(brand.viewer, "first: 50")).nodes).toHaveLength(6);
    expect(await customers(brand.viewer, "first: 51")).toBe("BAD_USER_INPUT");
  });

  it("hold a new row in front without showing a row twice", async () => {
    const bea = world.person();
    const own2 = await world.brand();
    const made = [await world.exchange(own2), await world.exchange(own2)];
    for (const exchange of made) await world.accept(bea, exchange);
    const first = await own(bea, "licences", "first: 1");
    world.now = new Date(world.now.getTime() + 1);
    await world.accept(bea, await world.exchange(own2));
    const second = await own(bea, "licences", `first: 5, after: "${first.pageInfo.endCursor}"`);
    expect(ids(second)).toHaveLength(1);
    expect(ids(second)).not.toEqual(ids(first));
  });

  it("open with no cursor that is somebody else's, another list's, another filter's or made up", async () => {
    const after = async (page: Promise<Loose>): Promise<string> => `after: "${(await page).pageInfo.endCursor}"`;
    const mine = await after(own(ada, "licences", "first: 2"));
    expect(ids(await own(ada, "licences", mine))).toHaveLength(3);
    expect(await own(world.person(), "licences", mine)).toBe("BAD_USER_INPUT");
    expect(await own(ada, "exchanges", mine)).toBe("BAD_USER_INPUT");
    expect(await own(ada, "licences", `status: ACTIVE, ${mine}`)).toBe("BAD_USER_INPUT");
    expect(await ofAccount(brand.viewer, "licences", mine)).toBe("BAD_USER_INPUT");

    const theirs = await after(customers(brand.viewer, "first: 2"));
    expect((await customers(brand.viewer, theirs)).nodes).toHaveLength(4);
    expect(await customers((await world.brand()).viewer, theirs)).toBe("BAD_USER_INPUT");
    const { errors } = await world.ask(
      brand.viewer,
      `{ customers(purpose: SERVICE_PERSONALISATION, ${theirs}) { nodes { ref } } }`,
    );
    expect(errors.map(({ code }) => code)).toEqual(["BAD_USER_INPUT"]);

    for (const made of ["", "AAAA", Buffer.from(exchanges[0] ?? "").toString("base64url")]) {
      expect(await own(ada, "licences", `after: "${made}"`)).toBe("BAD_USER_INPUT");
    }
  });

  it("tell nothing in a cursor", async () => {
    const { pageInfo } = await own(ada, "licences", "first: 1");
    const text = Buffer.from(pageInfo.endCursor, "base64url").toString("latin1");
    expect(text).not.toContain(licences[0]);
  });
});
