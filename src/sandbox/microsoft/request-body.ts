import { jsonBody, type Call } from "../kernel/call";
import { refuse } from "./graph-errors";
import type { Office } from "./office";

export type Fields = Readonly<Record<string, unknown>>;

/** The JSON object of a request; anything else is refused in Graph's words. */
export function readObject(office: Office, call: Call): Fields {
  const body = jsonBody(call);
  if (!isObject(body) || (call.request.body.length === 0 && call.request.method === "PATCH"))
    return refuse(office.ground, "BadRequest");
  return body;
}

/** The body of an action that may come without one. */
export function readOptionalObject(office: Office, call: Call): Fields {
  return call.request.body.length === 0 ? {} : readObject(office, call);
}

export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

type Kind = "string" | "boolean" | "number" | "object" | "array";

const isOfKind: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  string: (value) => typeof value === "string",
  boolean: (value) => typeof value === "boolean",
  number: (value) => typeof value === "number" && Number.isInteger(value),
  object: isObject,
  array: Array.isArray,
};

/** Refuses a property of the wrong JSON type the way Graph's deserializer does. */
export function needKind(office: Office, property: { name: string; value: unknown }, kind: Kind): void {
  if (isOfKind[kind](property.value)) return;
  refuse(office.ground, "RequestBodyRead", {
    message: `Cannot convert a value to target type for the property '${property.name.slice(0, 60)}': expected ${kind}.`,
  });
}

export function readText(office: Office, fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  needKind(office, { name, value }, "string");
  return value as string;
}

export function readFlag(office: Office, fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  needKind(office, { name, value }, "boolean");
  return value as boolean;
}

/** One of a few names, case-insensitive as OData enums are, in their canonical form. */
export function readChoice<T extends string>(
  office: Office,
  fields: Fields,
  choice: { name: string; of: readonly T[] },
): T | undefined {
  const value = readText(office, fields, choice.name);
  if (value === undefined) return undefined;
  const found = choice.of.find((name) => name.toLowerCase() === value.toLowerCase());
  return (
    found ??
    refuse(office.ground, "RequestBodyRead", { message: `Requested value '${value.slice(0, 40)}' was not found.` })
  );
}
