import type { CallFact } from "@/core/ports/provider-call";
import type { Log } from "@/lib/log";

import type { Place } from "./operation";

/** RES-7. A line for each request: what went well is for looking closely, what failed is for everybody. */
export function logCall(log: Log, { workspaceId, connectionId }: Place, fact: CallFact): void {
  const { startedAt, durationMs, ...rest } = fact;
  const facts = {
    ...{ workspaceId, connectionId },
    ...rest,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(durationMs),
  };
  if (fact.outcome === "ok") log.debug("A provider answered", facts);
  else log.info("A provider did not do what it was asked for", facts);
}
