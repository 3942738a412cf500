import type { ObjectLiteral, SelectQueryBuilder } from "typeorm";
import type { PageWindow } from "../../shared/page.js";

/** The order of every page: newest first, then id; and where the page before it ended. Column names are ours, never a client's. */
export function before<T extends ObjectLiteral>(
  query: SelectQueryBuilder<T>,
  alias: string,
  at: string,
  id: string,
  window: PageWindow,
): SelectQueryBuilder<T> {
  if (window.before) {
    query.andWhere(`(${alias}.${at} < :atMs OR (${alias}.${at} = :atMs AND ${alias}.${id} < :beforeId))`, {
      atMs: window.before.atMs,
      beforeId: window.before.id,
    });
  }
  return query.orderBy(`${alias}.${at}`, "DESC").addOrderBy(`${alias}.${id}`, "DESC").take(window.take);
}
