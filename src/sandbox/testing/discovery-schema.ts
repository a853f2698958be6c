import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

interface DiscoveryNode {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly properties?: Readonly<Record<string, DiscoveryNode>>;
  readonly items?: DiscoveryNode;
  readonly additionalProperties?: DiscoveryNode;
  readonly enum?: readonly string[];
}

interface DiscoveryMethod {
  readonly id: string;
  readonly httpMethod: string;
  readonly path: string;
  readonly response?: { readonly $ref: string };
}

interface Discovery {
  readonly schemas: Readonly<Record<string, DiscoveryNode>>;
  readonly resources: Readonly<Record<string, { readonly methods: Readonly<Record<string, DiscoveryMethod>> }>>;
}

const discovery = JSON.parse(
  readFileSync(new URL("../../../docs/reference/calendar-v3.json", import.meta.url), "utf8"),
) as Discovery;

export const DISCOVERY_METHODS: readonly DiscoveryMethod[] = Object.values(discovery.resources).flatMap((resource) =>
  Object.values(resource.methods),
);

const FORMATS = new Set(["date", "date-time"]);
const ajv = new Ajv({ strict: false, allErrors: true });
addFormats.default(ajv);
for (const [name, node] of Object.entries(discovery.schemas)) ajv.addSchema(toJsonSchema(node), name);

/** Discovery documents are nearly JSON Schema; an object with named members allows no others here. */
function toJsonSchema(node: DiscoveryNode): Record<string, unknown> {
  if (node.$ref !== undefined) return { $ref: node.$ref };
  const { type, format, properties, items, additionalProperties, enum: values } = node;
  return {
    ...(type === undefined || type === "any" ? {} : { type }),
    ...(format !== undefined && FORMATS.has(format) ? { format } : {}),
    ...(values === undefined ? {} : { enum: values }),
    ...(items === undefined ? {} : { items: toJsonSchema(items) }),
    ...(properties === undefined ? {} : { properties: mapped(properties), additionalProperties: false }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: toJsonSchema(additionalProperties) }),
  };
}

function mapped(properties: Readonly<Record<string, DiscoveryNode>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(properties).map(([name, node]) => [name, toJsonSchema(node)]));
}

const ERROR = ajv.compile({
  type: "object",
  required: ["error"],
  properties: {
    error: {
      type: "object",
      required: ["errors", "code", "message"],
      additionalProperties: false,
      properties: {
        code: { type: "integer" },
        message: { type: "string" },
        status: { type: "string" },
        details: { type: "array" },
        errors: {
          type: "array",
          minItems: 1,
          items: {
            type: "object",
            required: ["domain", "reason", "message"],
            additionalProperties: false,
            properties: {
              domain: { enum: ["global", "calendar", "usageLimits"] },
              reason: { type: "string" },
              message: { type: "string" },
              locationType: { enum: ["parameter", "header"] },
              location: { type: "string" },
            },
          },
        },
      },
    },
  },
});

/** Complains when an answer of the Calendar API is not what the official description says. */
export function checkCalendarAnswer(
  method: string,
  url: string,
  answer: { readonly status: number; readonly body: unknown },
): void {
  const found = methodOf(method, url);
  // A path that is not there is refused in the same words as anything else.
  if (!found && answer.status >= 400) return complain(ERROR, answer.body, `${method} ${answer.status}`);
  if (!found) throw new Error(`${method} ${url} is no operation of the description`);
  if (answer.status === 204 || answer.status === 304) return;
  if (answer.status >= 400) return complain(ERROR, answer.body, `${found.id} ${answer.status}`);
  const schema = found.response ? ajv.getSchema(found.response.$ref) : undefined;
  if (schema) complain(schema as ValidateFunction, answer.body, found.id);
}

function complain(validate: ValidateFunction, body: unknown, where: string): void {
  if (validate(body)) return;
  throw new Error(
    `${where} deviates from the description: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(body).slice(0, 600)}`,
  );
}

function methodOf(httpMethod: string, url: string): DiscoveryMethod | undefined {
  const path = new URL(url).pathname.replace("/calendar/v3/", "").split("/");
  const fits = (template: string): boolean => {
    const parts = template.split("/");
    return parts.length === path.length && parts.every((part, index) => part.startsWith("{") || part === path[index]);
  };
  const candidates = DISCOVERY_METHODS.filter((method) => method.httpMethod === httpMethod && fits(method.path));
  // A literal beats a parameter: events/import is not an event named "import".
  return candidates.toSorted((a, b) => a.path.split("{").length - b.path.split("{").length)[0];
}
