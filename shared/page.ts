import { Directive, Field, ObjectType } from "type-graphql";
import { clientError } from "./errors.js";
import { PAGE_MAX } from "./limits.js";
import { seal, unseal } from "./seal.js";

@ObjectType({ description: "Relay's page information; `hasPreviousPage` means that `after` was given." })
@Directive("@shareable")
export class PageInfo {
  @Field(() => Boolean) hasNextPage: boolean;
  @Field(() => Boolean) hasPreviousPage: boolean;
  @Field(() => String, { nullable: true }) startCursor: string | null;
  @Field(() => String, { nullable: true }) endCursor: string | null;
}

export interface Edge<T> {
  node: T;
  cursor: string;
}

export interface Connection<T> {
  edges: Edge<T>[];
  nodes: T[];
  pageInfo: PageInfo;
}

type ConnectionClass<T> = new () => Connection<T>;

/** `NAMEConnection` and `NAMEEdge` for a node type, as type-graphql classes of one subgraph. */
export function connectionType<T extends object>(name: string, node: () => new () => T): ConnectionClass<T> {
  @ObjectType(`${name}Edge`)
  class NodeEdge implements Edge<T> {
    @Field(() => node()) node: T;
    @Field(() => String) cursor: string;
  }
  @ObjectType(`${name}Connection`)
  class NodeConnection implements Connection<T> {
    @Field(() => [NodeEdge]) edges: NodeEdge[];
    @Field(() => [node()]) nodes: T[];
    @Field(() => PageInfo) pageInfo: PageInfo;
  }
  return NodeConnection;
}

/** A place in a list: creation order, then id, newest first. */
export interface Position {
  atMs: number;
  id: string;
}

/** What a cursor is bound to: the principal, the field and its other arguments. It opens nowhere else. */
export interface PageRequest {
  first: number;
  after: string | null;
  principal: string;
  field: string;
  filter: unknown;
}

export interface PageWindow {
  /** One more than asked, to know whether there is a next page. */
  take: number;
  before: Position | null;
}

export class Pages {
  constructor(private readonly key: Buffer) {}

  /** Throws BAD_USER_INPUT for a page size or cursor that is not ours. */
  window(request: PageRequest, maximum: number = PAGE_MAX): PageWindow {
    if (!Number.isInteger(request.first) || request.first < 1 || request.first > maximum) {
      throw clientError("BAD_USER_INPUT", `first is 1 to ${maximum}`);
    }
    if (request.after === null) return { take: request.first + 1, before: null };
    const text = unseal(this.key, this.place(request), Buffer.from(request.after, "base64url"));
    if (!text) throw clientError("BAD_USER_INPUT", "after is not a cursor of this list");
    return { take: request.first + 1, before: JSON.parse(text.toString("utf8")) as Position };
  }

  /** Makes the connection from the rows that `window` asked for. */
  connection<T>(request: PageRequest, rows: readonly T[], positionOf: (row: T) => Position): Connection<T> {
    const edges = rows
      .slice(0, request.first)
      .map((node) => ({ node, cursor: this.cursor(request, positionOf(node)) }));
    return {
      edges,
      nodes: edges.map((edge) => edge.node),
      pageInfo: {
        hasNextPage: rows.length > request.first,
        hasPreviousPage: request.after !== null,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      },
    };
  }

  private cursor(request: PageRequest, position: Position): string {
    return seal(this.key, this.place(request), Buffer.from(JSON.stringify(position))).toString("base64url");
  }

  private place({ principal, field, filter }: PageRequest): string {
    return JSON.stringify(["cursor", principal, field, filter]);
  }
}
