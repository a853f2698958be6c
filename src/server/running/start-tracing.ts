import type { Env } from "@/lib/env";

/** OpenTelemetry, and the packages it needs, only where somebody listens. */
export async function startTracing({ traceEndpoint }: Env, serviceName: string): Promise<void> {
  if (traceEndpoint === null) return;
  const { registerOTel } = await import("@vercel/otel");
  registerOTel({ serviceName });
}
