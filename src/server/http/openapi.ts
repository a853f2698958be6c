import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
} from "@asteasolutions/zod-to-openapi";
import { z } from "zod";

import packageJson from "../../../package.json" with { type: "json" };

import { catalog } from "./catalog";
import { problemsOf, type Access, type Contract } from "./contract";
import { Problem, toProblemBody } from "./problem";
import { problemCodes, type ProblemCode } from "./problem-codes";

const problemShape = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    requestId: z.uuid(),
    errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: "Problem" });

const exampleRequestId = "0f8fad5b-d9cb-469f-a165-70867728950e";

function securityOf(access: Access): Record<string, string[]>[] {
  if (access.to === "anybody") return [];
  if (access.to === "metrics") return [{ metricsToken: [] }];
  if (access.to === "cron") return [{ cronSecret: [] }];
  const keyed = access.to === "workspace" && access.scope !== undefined ? [{ apiKey: [access.scope] }] : [];
  return [{ session: [] }, ...keyed];
}

function whoMay(access: Access): string {
  if (access.to === "anybody") return "Anybody.";
  if (access.to === "metrics") return "Whoever has METRICS_TOKEN.";
  if (access.to === "cron") return "Whoever has CRON_SECRET.";
  if (access.to === "person") return "Anybody who is signed in.";
  if (access.to === "instance") return "Instance admins.";
  const role =
    access.role === "member"
      ? "Members of the workspace"
      : access.role === "manager"
        ? "Managers and admins"
        : "Admins of the workspace";
  return access.scope === undefined ? `${role}.` : `${role}; API keys with the scope ${access.scope}.`;
}

/** Several codes share a status: one answer per status, with an example per code. */
function problemAnswers(contract: Contract): Record<string, ResponseConfig> {
  const byStatus = Map.groupBy(problemsOf(contract), (code) => problemCodes[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      String(status),
      {
        description: codes.map((code) => problemCodes[code].title).join("; "),
        content: {
          "application/problem+json": {
            schema: problemShape,
            examples: Object.fromEntries(codes.map((code) => [code, { $ref: `#/components/examples/${code}` }])),
          },
        },
        ...(status === 429 || status === 503
          ? { headers: { "Retry-After": { description: "Seconds to wait", schema: { type: "integer" as const } } } }
          : {}),
      },
    ]),
  );
}

function goodAnswer({ answer, summary }: Contract): ResponseConfig {
  if (answer.body === null) return { description: "Done" };
  const type = answer.contentType?.split(";")[0] ?? "application/json";
  return { description: summary, content: { [type]: { schema: answer.body, example: answer.example } } };
}

/** The customer's words and problem JSON may share a status: one answer with two types of content. */
function furtherAnswers({ furtherAnswers: further = [] }: Contract, problems: Record<string, ResponseConfig>) {
  return further.map(({ status, body, description, example }): [string, ResponseConfig] => {
    const problem = problems[String(status)];
    const content = body === null ? {} : { "application/json": { schema: body, example } };
    return [
      String(status),
      {
        ...problem,
        description: [description, problem?.description].filter((one) => one !== undefined).join("; "),
        ...(body === null && problem === undefined ? {} : { content: { ...problem?.content, ...content } }),
      },
    ];
  });
}

function answersOf(contract: Contract): Record<string, ResponseConfig> {
  const problems = problemAnswers(contract);
  return {
    [String(contract.answer.status)]: goodAnswer(contract),
    ...problems,
    ...Object.fromEntries(furtherAnswers(contract, problems)),
  };
}

function requestOf({
  params,
  query,
  body,
  bodyTypes = ["application/json"],
  bodyExample,
  isBodyOptional = false,
}: Contract): NonNullable<RouteConfig["request"]> {
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { query }),
    ...(body === undefined
      ? {}
      : {
          body: {
            required: !isBodyOptional,
            content: Object.fromEntries(bodyTypes.map((type) => [type, { schema: body, example: bodyExample }])),
          },
        }),
  };
}

function toPath(contract: Contract): RouteConfig {
  return {
    operationId: contract.id,
    method: contract.method.toLowerCase() as RouteConfig["method"],
    path: contract.path,
    tags: [contract.tag],
    summary: contract.summary,
    description: `For: ${whoMay(contract.access)}`,
    security: securityOf(contract.access),
    request: requestOf(contract),
    responses: answersOf(contract),
  };
}

type Document = ReturnType<OpenApiGeneratorV31["generateDocument"]>;

function generate(): Document {
  const registry = new OpenAPIRegistry();
  registry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "daykeeper.session",
    description: "The cookie of somebody signed in; over https its name begins with __Host-",
  });
  registry.registerComponent("securitySchemes", "apiKey", {
    type: "http",
    scheme: "bearer",
    description: "An API key of a workspace, made in Settings",
  });
  registry.registerComponent("securitySchemes", "metricsToken", {
    type: "http",
    scheme: "bearer",
    description: "The value of METRICS_TOKEN",
  });
  registry.registerComponent("securitySchemes", "cronSecret", {
    type: "http",
    scheme: "bearer",
    description: "The value of CRON_SECRET",
  });
  for (const code of Object.keys(problemCodes) as ProblemCode[])
    registry.registerComponent("examples", code, { value: toProblemBody(new Problem(code), exampleRequestId) });
  for (const contract of catalog) registry.registerPath(toPath(contract));
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Daykeeper",
      version: packageJson.version,
      description:
        "Times are UTC in ISO 8601. Errors are problem JSON (RFC 9457) with a stable code; docs/troubleshooting.md explains each. Changes from a browser must come from Daykeeper's own pages; programs use an API key.",
    },
    servers: [{ url: "/" }],
  });
}

let document: Document | null = null;

/** Made from the schemas the routes parse with, so that it cannot promise anything else. */
export function openApiDocument(): Document {
  return (document ??= generate());
}
