import type { PageRequest } from "../../shared/page.js";
import { principalOf, type Viewer } from "../../shared/viewer.js";

/** A page of one field, bound to who asks and to the field's other arguments. */
export function pageOf(
  viewer: Viewer,
  field: string,
  page: { first: number; after?: string | null | undefined },
  filter: unknown = null,
): PageRequest {
  return { first: page.first, after: page.after ?? null, principal: principalOf(viewer), field, filter };
}
