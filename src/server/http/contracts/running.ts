import { z } from "zod";

import { contract } from "../contract";

export const healthContract = contract({
  id: "health",
  method: "GET",
  path: "/api/healthz",
  tag: "Running",
  summary: "This process is alive. Says nothing else, and asks nobody else",
  access: { to: "anybody" },
  rate: "probe",
  answer: { status: 200, body: z.object({ status: z.literal("up") }), example: { status: "up" } },
});

export const readyContract = contract({
  id: "ready",
  method: "GET",
  path: "/api/readyz",
  tag: "Running",
  summary:
    "Database, migrations, worker and queue are in order, or 503. Which one is not stands in the instance admin's view",
  access: { to: "anybody" },
  rate: "probe",
  answer: { status: 200, body: z.object({ status: z.literal("up") }), example: { status: "up" } },
  problems: ["not_ready"],
});

export const metricsContract = contract({
  id: "metrics",
  method: "GET",
  path: "/api/metrics",
  tag: "Running",
  summary: "Metrics for Prometheus, with METRICS_TOKEN as bearer token",
  access: { to: "metrics" },
  rate: "probe",
  answer: {
    status: 200,
    body: z.string(),
    contentType: "text/plain; version=0.0.4; charset=utf-8",
    example: "daykeeper_workers_alive 1\n",
  },
});

export const openApiContract = contract({
  id: "openApi",
  method: "GET",
  path: "/api/openapi.json",
  tag: "Running",
  summary: "This document",
  access: { to: "anybody" },
  rate: "read",
  answer: { status: 200, body: z.record(z.string(), z.unknown()), example: { openapi: "3.1.0" } },
});

export const cspReportContract = contract({
  id: "reportPolicyViolation",
  method: "POST",
  path: "/api/csp-report",
  tag: "Running",
  summary: "What a browser reports when the content security policy stopped something",
  access: { to: "anybody" },
  rate: "report",
  body: z.union([z.record(z.string(), z.unknown()), z.array(z.unknown()).max(50)]),
  bodyExample: { "csp-report": { "violated-directive": "script-src", "blocked-uri": "inline" } },
  bodyTypes: ["application/csp-report", "application/reports+json", "application/json"],
  answer: { status: 204, body: null },
});
