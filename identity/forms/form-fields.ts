import type { Request } from "express";

/** One text field; a missing or repeated one is empty, which every check refuses. */
export function textField(request: Request, name: string): string {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  return typeof value === "string" ? value : "";
}

/** A field that may be ticked several times. */
export function textFields(request: Request, name: string): string[] {
  const value = (request.body as Record<string, unknown> | undefined)?.[name];
  const values = Array.isArray(value) ? value : [value];
  return values.filter((item) => typeof item === "string");
}
