import { areMet, plainValue, type Scope } from "./condition.js";
import type { AskedField } from "./operation-tree.js";
import {
  DENSE_SERIES,
  DENSE_SERIES_AGAIN_POINTS,
  DENSE_SERIES_POINTS,
  FIELD_POINTS,
  INTROSPECTION_POINTS,
  KNOWN_LIST_ITEMS,
  LIST_ITEMS,
  OBJECT_POINTS,
  PAGE_ITEMS_MAX,
  SERIES_POINTS,
  SPARSE_PRECISIONS,
  TYPE_POINTS,
  VALUE_POINTS,
} from "./points.js";

/** Arguments that the cost depends on; the others may hold any variable without a new count. */
export const COSTLY_ARGUMENTS: ReadonlySet<string> = new Set(["first", "count", "precision"]);

/** `Type.field` -> path of the licensed field. */
export type LicensedPaths = ReadonlyMap<string, string>;

/**
 * Points of what one operation asks: sizes of pages and lists multiply along the path. Nothing that is in a vault or
 * in a licence is looked at, so the sum tells nothing and a denied field costs what a granted one does.
 */
export class CostCount {
  private readonly denseSeen = new Set<string>();

  constructor(
    private readonly licensed: LicensedPaths,
    private readonly scope: Scope,
  ) {}

  /** `pageItems` is how many nodes the connection has that these fields are of. */
  of(fields: readonly AskedField[], pageItems = 1): number {
    let points = 0;
    for (const field of fields) {
      if (areMet(field.conditions, this.scope)) points += this.field(field, pageItems);
    }
    return points;
  }

  private field(field: AskedField, pageItems: number): number {
    if (isIntrospection(field)) return field.isObject ? INTROSPECTION_POINTS : 0;
    const path = this.licensed.get(field.coordinate);
    if (path !== undefined) return this.licensedField(field, path);
    const once = FIELD_POINTS[field.coordinate] ?? 0;
    if (!field.isObject) return once;
    const each = TYPE_POINTS[field.typeName] ?? OBJECT_POINTS;
    if (isConnection(field)) return once + each + this.of(field.children, this.amount(field, "first"));
    return once + this.items(field, pageItems) * (each + this.of(field.children));
  }

  private licensedField(field: AskedField, path: string): number {
    if (!field.isList || !field.isObject) return FIELD_POINTS[field.coordinate] ?? VALUE_POINTS;
    if (!DENSE_SERIES.has(path) || SPARSE_PRECISIONS.has(this.argument(field, "precision"))) return SERIES_POINTS;
    const points = this.denseSeen.has(path) ? DENSE_SERIES_AGAIN_POINTS : DENSE_SERIES_POINTS;
    this.denseSeen.add(path);
    return points;
  }

  private items(field: AskedField, pageItems: number): number {
    if (!field.isList) return 1;
    if (field.name === "nodes" || field.name === "edges") return pageItems;
    if (field.defaults.has("count")) return this.amount(field, "count");
    return KNOWN_LIST_ITEMS[field.coordinate] ?? LIST_ITEMS;
  }

  /** A page that is larger than the largest is refused by its room, so it is not counted as larger here. */
  private amount(field: AskedField, name: string): number {
    const value = this.argument(field, name);
    return typeof value === "number" ? Math.min(Math.max(value, 1), PAGE_ITEMS_MAX) : PAGE_ITEMS_MAX;
  }

  private argument(field: AskedField, name: string): unknown {
    const given = field.arguments.find((candidate) => candidate.name.value === name)?.value;
    return plainValue(given, this.scope) ?? field.defaults.get(name);
  }
}

export const isIntrospection = ({ name }: AskedField): boolean => name.startsWith("__");

const isConnection = ({ typeName, defaults }: AskedField): boolean =>
  typeName.endsWith("Connection") && defaults.has("first");
