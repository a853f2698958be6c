import { factsOf, type ProviderErrorKind } from "@/core/errors/kinds";
import type { ProviderError } from "@/core/errors/provider-error";
import { hourMs } from "@/core/time/wall-time";

import { pauseConnection, type BreakerRow } from "../db/resilience/admit-calls";
import { pauseKeyOf } from "./admit-call";
import { tellBreaker, type End } from "./breakers";
import { noteEnd } from "./notes";
import type { Setting } from "./operation";
import { recall } from "./process-state";
import { writeNotes } from "./write-notes";

/**
 * What an operation leaves behind, after all its tries: its breaker knows, and so does who tells outages from broken
 * accounts, before the caller hears of the failure.
 */
export async function finishOperation(
  setting: Setting,
  breaker: BreakerRow | null,
  failure: ProviderError | null,
): Promise<void> {
  if (breaker !== null) await quietly(setting, () => tellBreaker(setting, breaker, toEnd(failure?.kind ?? null)));
  const { deps, provider, place } = setting;
  if (place.connectionId === null || failure?.kind === "aborted") return;
  const { notes } = recall(deps.db, provider.id);
  const isFailing = failure !== null && factsOf(failure.kind).opensBreaker;
  if (isFailing) notes.cause = failure.kind;
  const { workspaceId, connectionId } = place;
  const when = noteEnd(notes, { workspaceId, connectionId, provider: provider.id, endedAt: deps.now(), isFailing });
  if (when === "write_now") await writeNotes(deps, provider.id);
}

/** The provider asked for rest: no process calls for this connection before it is over. */
export async function obeyRest(setting: Setting, failure: ProviderError): Promise<void> {
  const { deps, provider, place } = setting;
  const { workspaceId, connectionId } = place;
  const restMs = restOf(failure);
  if (connectionId === null || restMs <= 0) return;
  const now = deps.now();
  const pause = {
    ...{ workspaceId, connectionId, provider: provider.id, pauseKey: pauseKeyOf(setting) },
    until: new Date(now.getTime() + restMs),
  };
  await quietly(setting, () => deps.db.inWorkspace({ workspaceId }, (tx) => pauseConnection(tx, pause, now)));
}

const restOf = ({ kind, facts: { retryAfterMs = 0 } }: ProviderError): number =>
  kind === "quota_exhausted" ? Math.max(retryAfterMs, hourMs) : retryAfterMs;

function toEnd(cause: ProviderErrorKind | null): End {
  if (cause === null) return { is: "success", cause };
  return { is: factsOf(cause).opensBreaker ? "failure" : "neither", cause };
}

/** What a provider has answered stays answered: a token that came with it would be lost otherwise. */
async function quietly({ deps, provider }: Setting, keep: () => Promise<void>): Promise<void> {
  try {
    await keep();
  } catch (error) {
    deps.log.warn("What a call left behind could not be written", { provider: provider.id, err: error });
  }
}
