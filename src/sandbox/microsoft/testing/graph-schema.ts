import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";

type Node = { [name: string]: unknown };

interface Description {
  readonly paths: Readonly<
    Record<string, Readonly<Record<string, { readonly responses: Readonly<Record<string, ResponseNode>> }>>>
  >;
  readonly components: { readonly schemas: Readonly<Record<string, Node>> };
}

interface ResponseNode {
  readonly content?: { readonly "application/json": { readonly schema: Node } };
}

const description = JSON.parse(
  readFileSync(new URL("../../../../docs/reference/graph-calendar-subset.openapi.json", import.meta.url), "utf8"),
) as Description;

/** What it holds follows from the resource, as its description says. */
const open = new Set(["microsoft.graph.resourceData"]);

/**
 * The description allows any further property everywhere. Here a property it does not name is a deviation, except OData
 * annotations: bases of other types stay open, the types themselves are closed.
 */
function closed(schemas: Readonly<Record<string, Node>>): Record<string, Node> {
  const copy = JSON.parse(
    JSON.stringify(schemas, (key, value: unknown) =>
      key === "additionalProperties" && value === true ? undefined : value,
    ),
  ) as Record<string, Node>;
  const bases = new Set(
    Object.values(copy).flatMap((node) =>
      ((node["allOf"] ?? []) as Node[]).map((part) => String(part["$ref"] ?? "").slice("#/components/schemas/".length)),
    ),
  );
  for (const [name, node] of Object.entries(copy)) {
    const isObject = node["allOf"] !== undefined || node["properties"] !== undefined;
    if (!name.startsWith("microsoft.graph.") || !isObject || bases.has(name) || open.has(name)) continue;
    Object.assign(node, { patternProperties: { "@": {} }, unevaluatedProperties: false });
  }
  return copy;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({
  $id: "https://graph.example/description",
  components: { schemas: closed(description.components.schemas) },
});

const compiled = new Map<string, ValidateFunction>();

function validator(key: string, schema: Node): ValidateFunction {
  let known = compiled.get(key);
  if (!known) {
    const text = JSON.stringify(schema).replaceAll("#/components", "https://graph.example/description#/components");
    compiled.set(key, (known = ajv.compile(JSON.parse(text) as Node)));
  }
  return known;
}

export const describedOperations: readonly string[] = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.keys(methods)
    .filter((method) => method !== "parameters")
    .map((method) => `${method.toUpperCase()} ${path}`),
);

/** Described elsewhere in the documentation, and served, but not part of the subset. */
const undescribed = [
  /^\/me$/,
  /^\/me\/mailboxSettings\/timeZone$/,
  /^\/me\/calendarGroups\/[^/]+\/calendars/,
  /^\/users\//,
  /\/delta\(\)$/,
];

function pathFor(pathname: string): string | undefined {
  const parts = pathname.split("/");
  const fits = Object.keys(description.paths).filter((template) => {
    const pieces = template.split("/");
    return (
      pieces.length === parts.length &&
      pieces.every(
        (piece, index) => piece.startsWith("{") || piece.toLowerCase() === parts[index]?.split("(")[0]?.toLowerCase(),
      )
    );
  });
  return fits.toSorted((a, b) => a.split("{").length - b.split("{").length)[0];
}

/** Complains when an answer of Graph is not what the official description says. */
export function checkGraphAnswer(method: string, url: string, answer: { status: number; text: string }): void {
  const pathname = new URL(url).pathname.replace(/^\/v1\.0/, "");
  const template = pathFor(pathname);
  const operation = template === undefined ? undefined : description.paths[template]?.[method.toLowerCase()];
  if (!template || !operation) {
    if (answer.status >= 400) return checkError(`${method} ${pathname} ${answer.status}`, answer.text);
    if (undescribed.some((pattern) => pattern.test(pathname))) return;
    throw new Error(`${method} ${pathname} is no operation of the description`);
  }
  const key = String(answer.status);
  const response = operation.responses[key] ?? operation.responses[`${key[0]}XX`];
  if (!response) throw new Error(`${method} ${template} has no answer ${key}`);
  const schema = response.content?.["application/json"].schema;
  if (!schema) {
    if (answer.text !== "") throw new Error(`${method} ${template} ${key} should have no body`);
    return;
  }
  const validate = validator(`${method} ${template} ${key}`, schema);
  const body: unknown = JSON.parse(answer.text);
  if (!validate(body))
    throw new Error(
      `${method} ${template} ${key} deviates: ${ajv.errorsText(validate.errors).slice(0, 1_500)}\n${answer.text.slice(0, 600)}`,
    );
}

function checkError(where: string, text: string): void {
  const validate = validator("error", { $ref: "#/components/schemas/odataError" });
  if (!validate(JSON.parse(text))) throw new Error(`${where} deviates: ${ajv.errorsText(validate.errors)}`);
}

/** Complains when a notification body is not what the description says. */
export function checkNotification(body: unknown): void {
  const validate = validator("notification", {
    $ref: "#/components/schemas/microsoft.graph.changeNotificationCollection",
  });
  if (!validate(body)) throw new Error(`the notification deviates: ${ajv.errorsText(validate.errors)}`);
}
