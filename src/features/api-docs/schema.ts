import { z } from "zod";

/** As much of an OpenAPI document as the page shows. */
const schema = z.looseObject({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  default: z.unknown().optional(),
});

const content = z.record(
  z.string(),
  z.object({
    schema: schema.optional(),
    example: z.unknown().optional(),
    examples: z.record(z.string(), z.unknown()).optional(),
  }),
);

const operation = z.object({
  operationId: z.string(),
  tags: z.array(z.string()).default([]),
  summary: z.string(),
  description: z.string().default(""),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false), schema }))
    .default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: content.optional() })),
});

const document = z.object({
  info: z.object({ version: z.string(), description: z.string() }),
  components: z.object({
    examples: z.record(z.string(), z.object({ value: z.object({ title: z.string(), detail: z.string() }) })),
  }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});

export type Field = { name: string; in: string; required: boolean; type: string };
export type Refusal = { status: string; code: string; title: string };
export type Operation = {
  id: string;
  method: string;
  path: string;
  summary: string;
  forWhom: string;
  fields: readonly Field[];
  bodyExample: string | null;
  answer: { status: string; example: string | null };
  refusals: readonly Refusal[];
};
export type ApiDocument = {
  version: string;
  description: string;
  groups: readonly { tag: string; operations: readonly Operation[] }[];
};

/** "text", "one of member, manager, admin", "list of text": a type as a person would say it. */
export function sayType(given: unknown): string {
  const { type, format, enum: values, items, minimum, maximum, maxLength, default: usual } = schema.parse(given ?? {});
  if (values) return `one of ${values.join(", ")}`;
  const kinds = (Array.isArray(type) ? type : [type ?? "anything"]).map((kind) =>
    kind === "array" ? `list of ${sayType(items)}` : kind === "string" ? (format ?? "text") : kind,
  );
  const limits = [
    minimum !== undefined && maximum !== undefined && `${minimum} to ${maximum}`,
    maxLength !== undefined && `at most ${maxLength} characters`,
    usual !== undefined && `otherwise ${String(usual)}`,
  ].filter(Boolean);
  return [kinds.join(" or "), ...limits].join(", ");
}

const pretty = (value: unknown) => (value === undefined ? null : JSON.stringify(value, null, 2));

type Raw = z.infer<typeof operation>;

function toFields({ parameters, requestBody }: Raw): Field[] {
  const asked = parameters.map((each) => ({
    name: each.name,
    in: each.in,
    required: each.required,
    type: sayType(each.schema),
  }));
  const [body] = Object.values(requestBody?.content ?? {});
  const sent = Object.entries(body?.schema?.properties ?? {}).map(([name, each]) => ({
    name,
    in: "body",
    required: body?.schema?.required?.includes(name) ?? false,
    type: sayType(each),
  }));
  return [...asked, ...sent];
}

function toAnswer({ responses }: Raw): Operation["answer"] {
  const [status = "200", response] = Object.entries(responses).find(([code]) => code.startsWith("2")) ?? [];
  const [first] = Object.values(response?.content ?? {});
  return { status, example: pretty(first?.example) };
}

function toRefusals({ responses }: Raw, examples: z.infer<typeof document>["components"]["examples"]): Refusal[] {
  return Object.entries(responses).flatMap(([status, { content: kinds }]) =>
    Object.keys(kinds?.["application/problem+json"]?.examples ?? {}).map((code) => ({
      status,
      code,
      title: examples[code]?.value.title ?? code,
    })),
  );
}

/** The generated document, in the order and words of the page. */
export function readApiDocument(given: unknown): ApiDocument {
  const { info, components, paths } = document.parse(given);
  const all = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, raw]) => ({
      tag: raw.tags[0] ?? "",
      operation: {
        id: raw.operationId,
        method: method.toUpperCase(),
        path,
        summary: raw.summary,
        forWhom: raw.description.replace(/^For: /, ""),
        fields: toFields(raw),
        bodyExample: pretty(Object.values(raw.requestBody?.content ?? {})[0]?.example),
        answer: toAnswer(raw),
        refusals: toRefusals(raw, components.examples),
      },
    })),
  );
  const groups = [...Map.groupBy(all, ({ tag }) => tag)].map(([tag, list]) => ({
    tag,
    operations: list.map(({ operation: each }) => each),
  }));
  return { version: info.version, description: info.description, groups };
}
