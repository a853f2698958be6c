import type { Env } from "@/lib/env";
import { secretsOf } from "@/server/deps";

import { redactSpans } from "./redact-spans";

/** OpenTelemetry, and the packages it needs, only where somebody listens. */
export async function startTracing(env: Env, serviceName: string): Promise<void> {
  if (env.traceEndpoint === null) return;
  const { registerOTel } = await import("@vercel/otel");
  registerOTel({ serviceName, spanProcessors: [redactSpans(secretsOf(env)), "auto"] });
}
