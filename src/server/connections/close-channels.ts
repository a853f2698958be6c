import { isProviderError } from "@/core/errors/provider-error";
import type { AccountCall } from "@/core/ports/provider-call";
import type { PushPort } from "@/core/ports/provider-push";
import { listOpenChannels, type OpenChannel } from "@/server/db/connections/grants";
import type { Deps } from "@/server/deps";
import { getAccess } from "@/server/tokens/get-access";

import { callRules } from "./exchange-grant";
import { findProvider } from "./require-provider";

/** A person waits for the rest. */
const patienceMs = 4_000;

type Where = { readonly workspaceId: string; readonly connectionId: string };

/**
 * TOK-12. Asks the provider to tell us nothing more, while there is still a token to ask with. What cannot be closed ends
 * by itself, and is not listened to in the meantime: the rows say stopped in any case.
 */
export async function closeChannels(deps: Deps, where: Where, providerId: string): Promise<void> {
  const channels = await deps.db.inWorkspace(where, (tx) => listOpenChannels(tx, where));
  if (channels.length === 0) return;
  const push = (await findProvider(deps, providerId, where))?.push;
  if (push === undefined) return;
  const signal = AbortSignal.timeout(patienceMs);
  try {
    const { access } = await getAccess(deps, where, { signal });
    const call = { ...callRules(signal), access };
    await Promise.all(channels.map((channel) => closeOne(deps, { push, call }, channel)));
  } catch (error) {
    if (!isProviderError(error)) throw error;
    deps.log.warn("The channels of a connection that ends were left to end by themselves", { err: error, ...where });
  }
}

async function closeOne(
  { log }: Deps,
  { push, call }: { readonly push: PushPort; readonly call: AccountCall },
  channel: OpenChannel,
): Promise<void> {
  const { remoteChannelId, remoteResourceId, expiresAt } = channel;
  try {
    await push.closeChannel(call, { remoteChannelId, remoteResourceId, expiresAt: expiresAt ?? new Date(0) });
  } catch (error) {
    if (!isProviderError(error)) throw error;
    log.warn("A channel was left to end by itself", { err: error, channelId: channel.id });
  }
}
