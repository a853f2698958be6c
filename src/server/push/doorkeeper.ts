import type { Notice } from "@/core/ports/provider-push";
import { getMetrics } from "@/server/metrics";
import { recordAudit } from "@/server/people/audit-log";
import { addressBucket } from "@/server/http/client-address";
import type { Deps } from "@/server/deps";

import type { Refused } from "./accept-notices";

export type Doorkeeper = {
  /** How long an address has to wait that sent too much of what is refused. */
  readonly admitAddress: (address: string) => number;
  /** Which of them are worth a look into the database, and how long to wait where a channel sends too much. */
  readonly admitChannels: (
    provider: string,
    notices: readonly Notice[],
  ) => { readonly known: readonly Notice[]; readonly waitMs: number };
  readonly noteRefusal: (address: string) => void;
  readonly noteRefused: (
    from: { readonly provider: string; readonly address: string },
    refused: readonly Refused[],
  ) => void;
};

type Bucket = { tokens: number; at: number };
type Rule = { readonly capacity: number; readonly perSecond: number };

/** Ten times what a busy calendar brings; beyond that, what comes is refused from memory, and others do not notice (F32). */
const perChannel: Rule = { capacity: 600, perSecond: 20 };
/** Only what is refused counts: everything genuine comes from a few addresses of the provider. */
const perAddress: Rule = { capacity: 120, perSecond: 2 };
/** F23: a name that nobody knows is not looked up again for that long, from its second time on. */
const unknownMs = 5_000;
const auditEveryMs = 3_600_000;
const mostRemembered = 20_000;

/** Remembers the newest; in this process only, because it guards this process. */
function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > mostRemembered && oldest.done !== true) map.delete(oldest.value);
}

function levelOf(bucket: Bucket | undefined, rule: Rule, now: number): number {
  if (bucket === undefined) return rule.capacity;
  return Math.min(rule.capacity, bucket.tokens + ((now - bucket.at) / 1_000) * rule.perSecond);
}

type Memory = {
  readonly channels: Map<string, Bucket>;
  readonly addresses: Map<string, Bucket>;
  readonly unknown: Map<string, { times: number; until: number }>;
  readonly audited: Map<string, number>;
};

export function openDoorkeeper(deps: Deps): Doorkeeper {
  const memory: Memory = { channels: new Map(), addresses: new Map(), unknown: new Map(), audited: new Map() };
  const now = () => deps.now().getTime();
  const noteRefusal = (address: string, count = 1) => {
    const key = addressBucket(address);
    const tokens = levelOf(memory.addresses.get(key), perAddress, now()) - count;
    remember(memory.addresses, key, { tokens: Math.max(-perAddress.capacity, tokens), at: now() });
  };
  return {
    admitAddress: (address) => {
      const tokens = levelOf(memory.addresses.get(addressBucket(address)), perAddress, now());
      return tokens >= 1 ? 0 : ((1 - tokens) / perAddress.perSecond) * 1_000;
    },
    admitChannels: (provider, notices) => admitChannels(memory, { provider, notices, now: now() }),
    noteRefusal,
    noteRefused: ({ provider, address }, refused) => {
      if (refused.length === 0) return;
      noteRefusal(address, refused.length);
      for (const each of refused) noteOne(deps, memory, { provider, refused: each });
    },
  };
}

type Asked = { readonly provider: string; readonly notices: readonly Notice[]; readonly now: number };

function admitChannels({ channels, unknown }: Memory, { provider, notices, now }: Asked) {
  const known = notices.filter(({ remoteChannelId }) => {
    const memory = unknown.get(`${provider} ${remoteChannelId}`);
    return memory === undefined || memory.times < 2 || memory.until <= now;
  });
  let waitMs = 0;
  for (const { remoteChannelId } of known) {
    const key = `${provider} ${remoteChannelId}`;
    const tokens = levelOf(channels.get(key), perChannel, now) - 1;
    if (tokens < 0) waitMs = Math.max(waitMs, (-tokens / perChannel.perSecond) * 1_000);
    else remember(channels, key, { tokens, at: now });
  }
  return { known, waitMs };
}

type One = { readonly provider: string; readonly refused: Refused };

function noteOne(deps: Deps, memory: Memory, { provider, refused }: One): void {
  const { because, notice, channel } = refused;
  const key = `${provider} ${notice.remoteChannelId}`;
  const now = deps.now().getTime();
  getMetrics().refusals.inc({ code: `push_${because}` });
  if (because === "unknown_channel") {
    const times = (memory.unknown.get(key)?.times ?? 0) + 1;
    remember(memory.unknown, key, { times, until: now + unknownMs });
    return;
  }
  if (channel === null || (memory.audited.get(key) ?? 0) > now - auditEveryMs) return;
  remember(memory.audited, key, now);
  deps.log.warn("Somebody sent a notice that was not the provider's", {
    provider,
    because,
    channelId: channel.channel_id,
  });
  void audit(deps, { workspaceId: channel.workspace_id, channelId: channel.channel_id, because });
}

type Forgery = { readonly workspaceId: string; readonly channelId: string; readonly because: string };

/** F24. At most once an hour and channel, so that nobody fills the audit log from outside; after the answer. */
async function audit(deps: Deps, { workspaceId, channelId, because }: Forgery): Promise<void> {
  try {
    await deps.db.outsideWorkspace((tx) =>
      recordAudit(tx, {
        workspaceId,
        actor: { kind: "visitor", id: null },
        action: "access.refused",
        subject: { kind: "channel", id: channelId },
        detail: { because },
      }),
    );
  } catch (error) {
    deps.log.error("A forged notice could not be recorded", { err: error, channelId });
  }
}
