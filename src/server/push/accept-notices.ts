import { timingSafeEqual } from "node:crypto";

import type { Notice } from "@/core/ports/provider-push";
import { acceptNotices, findChannels, type KnownChannel, type NewNotice } from "@/server/db/push/notices";
import type { Deps } from "@/server/deps";

import { hashSecret } from "./change-channel";

/** Why a notice was not believed. Whoever sent it is not told. */
export type Refusal = "unknown_channel" | "wrong_secret" | "wrong_resource";
export type Refused = { readonly because: Refusal; readonly notice: Notice; readonly channel: KnownChannel | null };

type Waiting = {
  readonly provider: string;
  readonly notices: readonly Notice[];
  readonly resolve: (refused: readonly Refused[]) => void;
  readonly reject: (error: unknown) => void;
};

/** Keeps notices. Resolves when what is genuine is in the database, with what is not. */
export type Acceptor = { readonly add: (provider: string, notices: readonly Notice[]) => Promise<readonly Refused[]> };

const mostAtOnce = 500;

/** What arrives while one batch is written is the next one: one commit for many, and nobody waits for more than two. */
export function openAcceptor(deps: Deps): Acceptor {
  let waiting: Waiting[] = [];
  let isWriting = false;
  const writeAll = async () => {
    isWriting = true;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, mostAtOnce);
      waiting = waiting.slice(mostAtOnce);
      await write(deps, batch);
    }
    isWriting = false;
  };
  return {
    add: async (provider, notices) => {
      const { promise, resolve, reject } = Promise.withResolvers<readonly Refused[]>();
      waiting.push({ provider, notices, resolve, reject });
      const [refused] = await (isWriting ? Promise.all([promise]) : Promise.all([promise, writeAll()]));
      return refused;
    },
  };
}

async function write(deps: Deps, batch: readonly Waiting[]): Promise<void> {
  try {
    const known = await keep(deps, batch);
    for (const { provider, notices, resolve } of batch) resolve(judge(known, provider, notices).refused);
  } catch (error) {
    for (const { reject } of batch) reject(error);
  }
}

type Known = ReadonlyMap<string, KnownChannel>;
const keyOf = (provider: string, remoteChannelId: string) => `${provider} ${remoteChannelId}`;

function keep(deps: Deps, batch: readonly Waiting[]): Promise<Known> {
  const now = deps.now();
  return deps.db.outsideWorkspace(async (tx) => {
    const known = new Map<string, KnownChannel>();
    for (const provider of new Set(batch.map((each) => each.provider))) {
      const ids = batch.filter((each) => each.provider === provider).flatMap(({ notices }) => notices);
      const remoteIds = [...new Set(ids.map(({ remoteChannelId }) => remoteChannelId))];
      for (const row of await findChannels(tx, provider, remoteIds))
        known.set(keyOf(provider, row.remote_channel_id), row);
    }
    const genuine = batch.flatMap(({ provider, notices }) => judge(known, provider, notices).genuine);
    if (genuine.length > 0) await acceptNotices(tx, genuine, now);
    return known;
  });
}

const kinds: Readonly<Record<Notice["what"], string>> = {
  changed: "change",
  channel_works: "handshake",
  notices_lost: "missed",
  channel_ended: "removed",
  reauthorize: "reauthorization_required",
};

type Verdict = { readonly genuine: readonly NewNotice[]; readonly refused: readonly Refused[] };

/** S34: each notice by itself, whatever it came with. */
function judge(known: Known, provider: string, notices: readonly Notice[]): Verdict {
  const genuine: NewNotice[] = [];
  const refused: Refused[] = [];
  for (const notice of notices) {
    const channel = known.get(keyOf(provider, notice.remoteChannelId)) ?? null;
    const because = findRefusal(notice, channel);
    if (because !== null || channel === null) refused.push({ because: because ?? "unknown_channel", notice, channel });
    else
      genuine.push({
        workspaceId: channel.workspace_id,
        channelId: channel.channel_id,
        kind: kinds[notice.what],
        deliveryKey: notice.deliveryId?.slice(0, 512) ?? null,
      });
  }
  return { genuine, refused };
}

const nobody = new Uint8Array(32);
const listening = new Set(["creating", "active", "stopping"]);

/** S33, S38: always one hash and one comparison, whether there is such a channel or not. */
function findRefusal(notice: Notice, channel: KnownChannel | null): Refusal | null {
  const isSecret = timingSafeEqual(hashSecret(notice.presentedSecret ?? ""), channel?.secret_hash ?? nobody);
  if (channel === null || !listening.has(channel.state)) return "unknown_channel";
  if (!isSecret || notice.presentedSecret === null) return "wrong_secret";
  const { remote_resource_id: resource } = channel;
  return resource === null || resource === notice.remoteResourceId ? null : "wrong_resource";
}
