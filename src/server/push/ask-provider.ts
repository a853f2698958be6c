import { ProviderError } from "@/core/errors/provider-error";
import type { Deps } from "@/server/deps";
import { withResilience } from "@/server/resilience/with-resilience";

import { callPush, toRemote } from "./change-channel";
import type { Place } from "./find-places";

const longestMs = 20_000;

/** Whether the provider has the channel. */
export async function askProvider(
  deps: Deps,
  { workspaceId, place }: { readonly workspaceId: string; readonly place: Place },
): Promise<"there" | "gone" | "cannot_say"> {
  const { connection, channel, facts } = place;
  const where = { workspaceId, connectionId: connection.id };
  const raw = (await deps.providers()).get(facts.id);
  if (raw === undefined || channel === null)
    throw new ProviderError("client_rejected", {
      provider: facts.id,
      operation: "findChannel",
      reason: "not_configured",
    });
  const push = withResilience(deps, raw, where).push;
  const find = push?.findChannel?.bind(push);
  if (find === undefined) return "cannot_say";
  const signal = AbortSignal.timeout(longestMs);
  const found = await callPush({ deps, where, signal }, (call) => find(call, toRemote(channel)));
  return found === null ? "gone" : "there";
}
