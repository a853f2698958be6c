// I8, WHK-1: what was acknowledged is kept, what nobody vouches for is not, and each calendar has one channel that delivers.
import { minuteMs } from "@/core/time/wall-time";

import { live } from "./acts";
import { readLedgers, type Ledger } from "./audit";
import { editBy } from "./edits";
import { isAtRest } from "./invariants";
import type { Scene } from "./scene";
import type { Violation } from "./witness";

type Notice = { readonly key: string };
type Channel = {
  readonly id: string;
  readonly calendarId: string;
  readonly state: string;
  readonly expiresAt: Date | null;
  readonly retryAt: Date | null;
  readonly grantedAt: Date | null;
  readonly silentSince: Date | null;
};

const kept = "select delivery_key as key from calendar_webhook_logs where workspace_id = $1";
const channelsNow = `
  select remote_channel_id as id, calendar_id as "calendarId", state, expires_at as "expiresAt", retry_at as "retryAt",
    granted_at as "grantedAt", silent_since as "silentSince"
  from calendar_webhooks where workspace_id = $1 order by created_at, id`;

export async function checkNotices({ post, database: { look, workspaceId } }: Scene): Promise<Violation[]> {
  if (post === null || post.acknowledged.size + post.forged.size === 0) return [];
  const keys = new Set((await look<Notice>(kept, [workspaceId])).map(({ key }) => key));
  const channels = await look<Channel>(channelsNow, [workspaceId]);
  // One that is to be closed may have been given up before, and its successor, or a reading, brings what it told.
  const listening = new Set(channels.filter(({ state }) => ["creating", "active"].includes(state)).map(({ id }) => id));
  const lost = [...post.acknowledged].filter(
    ([key, channel]) => listening.has(channel) && !keys.has(key) && !post.forged.has(key),
  );
  const believed = [...post.forged].filter((key) => keys.has(key));
  return [
    ...lost.map(([key]) => ({ invariant: "I8", what: `notice ${key} was acknowledged and is not kept` })),
    ...believed.map((key) => ({ invariant: "S34", what: `notice ${key} is kept, and was forged` })),
  ];
}

const waiting = `
  select l.delivery_key as key, w.calendar_id as "calendarId", l.received_at as "receivedAt" from calendar_webhook_logs l
  join calendar_webhooks w on w.workspace_id = l.workspace_id and w.id = l.channel_id
  where l.workspace_id = $1 and l.state = 'received' order by l.id`;

/** I8. When everything has come to rest no notice waits of what was read since, by the clock that may have been set back. */
export async function checkServed(scene: Scene, ledgers: readonly Ledger[], healedAt: Date): Promise<Violation | null> {
  const { post, database } = scene;
  if (post === null) return null;
  const rows = await database.look<{ key: string; calendarId: string; receivedAt: Date }>(waiting, [
    database.workspaceId,
  ]);
  const isRead = ({ provenAt, ...ledger }: Ledger, receivedAt: Date) =>
    provenAt !== null && provenAt > healedAt && provenAt > receivedAt && !isAtRest({ ...ledger, provenAt });
  const late = rows.find(({ calendarId, receivedAt }) =>
    ledgers.some((ledger) => ledger.calendarId === calendarId && isRead(ledger, receivedAt)),
  );
  return late === undefined ? null : { invariant: "I8", what: `notice ${late.key} waits, and its calendar was read` };
}

const soonMs = 30 * minuteMs;

/**
 * F31. A channel that brings nothing of a change is replaced soon after the next read has found the change. What the provider
 * refused to replace before, or what is silent again and again, is found as soon, and replaced when its next try comes (F87).
 */
export async function probeSilence(scene: Scene): Promise<Violation | null> {
  const { post, database, world, timeline, plan } = scene;
  if (post === null || post.muted.size === 0) return null;
  const readMuted = async () =>
    (await database.look<Channel>(channelsNow, [database.workspaceId])).filter(
      ({ id, state }) => state === "active" && post.muted.has(id),
    );
  const [before, ledgers] = [await readMuted(), await readLedgers(scene)];
  // One that opened after the last read has its own read to come, which explains what it did not tell: also where clocks were set back.
  const heardOf = ({ provenAt }: Ledger, { grantedAt }: Channel) =>
    provenAt !== null && grantedAt !== null && grantedAt < provenAt;
  const asked = ledgers.filter(
    (ledger) => !isAtRest(ledger) && before.some((row) => row.calendarId === ledger.calendarId && heardOf(ledger, row)),
  );
  if (asked.length === 0) return null;
  for (const [index, ledger] of asked.entries()) {
    const calendar = world.calendars.get(remoteOf(scene, ledger)?.remoteId ?? "");
    if (calendar !== undefined)
      editBy("create", world, { calendar, pick: (0.37 + index * 0.11) % 1, now: timeline.theirNow() });
  }
  const dueMs = Math.max(timeline.nowMs, ...asked.map(({ dueAt }) => dueAt?.getTime() ?? 0));
  await live(scene, dueMs + soonMs, plan.seed);
  const findLeft = async () => {
    const own = before.filter(({ calendarId }) => asked.some((ledger) => ledger.calendarId === calendarId));
    return (await readMuted()).filter(({ id }) => own.some((row) => row.id === id));
  };
  const nextMs = nextTryMs(await findLeft());
  if (nextMs > timeline.nowMs) {
    timeline.leap(nextMs - timeline.nowMs);
    await live(scene, nextMs + soonMs, plan.seed);
  }
  const [silent] = await findLeft();
  return silent === undefined
    ? null
    : { invariant: "F31", what: `calendar ${silent.calendarId.slice(-2)} listens to a channel that says nothing` };
}

/** WHK-1. When everything that was due is done: what still delivers was renewed before its end, without anybody looking for it. */
export async function checkRenewed(scene: Scene, ledgers: readonly Ledger[]): Promise<Violation | null> {
  const { post, database, timeline } = scene;
  if (post === null) return null;
  const rows = await database.look<Channel>(channelsNow, [database.workspaceId]);
  const [theirs, ours] = [timeline.theirNow(), timeline.now()];
  // What fails for the whole account ends the round, and the others wait with it.
  const waiting = rows.filter(({ retryAt }) => retryAt !== null && retryAt > ours);
  const isInTurn = (ledger: Ledger) =>
    !isAtRest(ledger) && !waiting.some(({ calendarId }) => isOfAccount(scene, ledger, calendarId));
  const ended = rows.find(
    ({ state, calendarId, expiresAt }) =>
      state === "active" &&
      expiresAt !== null &&
      expiresAt <= theirs &&
      expiresAt <= ours &&
      ledgers.some((ledger) => ledger.calendarId === calendarId && isInTurn(ledger)),
  );
  return ended === undefined
    ? null
    : {
        invariant: "WHK-1",
        what: `calendar ${ended.calendarId.slice(-2)} has a channel that ended, and nobody renewed it`,
      };
}

/** When the last of them is tried again; what nobody has found to be silent waits for nothing. */
const nextTryMs = (left: readonly Channel[]): number =>
  left.some(({ silentSince }) => silentSince === null)
    ? -Infinity
    : Math.max(...left.map(({ retryAt }) => retryAt?.getTime() ?? -Infinity));

/** When everything has come to rest. */
export async function checkChannels(scene: Scene, ledgers: readonly Ledger[]): Promise<Violation | null> {
  const { post, database, accounts } = scene;
  if (post === null) return null;
  const rows = await database.look<Channel>(channelsNow, [database.workspaceId]);
  for (const { email } of accounts) {
    const own = ledgers.filter((ledger) => emailOf(scene, ledger) === email);
    // Whoever cannot be asked any more can neither be told to stop.
    if (own.some(({ authStatus, isEnded }) => authStatus !== "active" || isEnded)) continue;
    for (const ledger of own) {
      const what = findWrong(scene, ledger, rows);
      if (what !== null) return { invariant: "WHK-1", what: `calendar ${ledger.calendarId.slice(-2)} ${what}` };
    }
  }
  return null;
}

const remoteOf = ({ calendars }: Scene, { calendarId }: Ledger) => calendars.find(({ id }) => id === calendarId);
const emailOf = (scene: Scene, ledger: Ledger) => remoteOf(scene, ledger)?.account.email;

const isOver = ({ state }: Channel) => state === "stopped" || state === "stopping";
const isOfAccount = ({ calendars }: Scene, { connectionId }: Ledger, calendarId: string) =>
  calendars.find(({ id }) => id === calendarId)?.account.connectionId === connectionId;

function findWrong(scene: Scene, ledger: Ledger, rows: readonly Channel[]): string | null {
  const now = scene.timeline.theirNow();
  // It may have been set back: what waits, waits by ours.
  const ourNow = scene.timeline.now();
  const remoteId = remoteOf(scene, ledger)?.remoteId;
  const mine = rows.filter(({ calendarId }) => calendarId === ledger.calendarId);
  // Of what was never granted nobody knows what to close, and what cannot be closed yet waits for its next try.
  const isLeft = (id: string) => {
    const { grantedAt = null, state = "", retryAt = null } = mine.find((row) => row.id === id) ?? {};
    return grantedAt === null || (state === "stopping" && retryAt !== null && retryAt > ourNow);
  };
  const open = [...scene.world.channels.values()].filter(
    (channel) => channel.remoteCalendarId === remoteId && channel.expiresAt > now && !isLeft(channel.id),
  );
  if (isAtRest(ledger)) return open.length === 0 ? null : "is not read, and its channel is open";
  const waiting = rows.filter(({ state, retryAt }) => state === "failed" && retryAt !== null && retryAt > ourNow);
  // What fails for the whole account ends the round: what was not tried in it waits with the one that was.
  const isOpenNoMore = (row: Channel) => isOver(row) || row.state === "failed";
  const isInTurn = ({ calendarId }: Channel) =>
    calendarId === ledger.calendarId || (mine.every(isOpenNoMore) && isOfAccount(scene, ledger, calendarId));
  if (waiting.some(isInTurn) && open.length === 0) return null;
  const active = mine.filter(({ state }) => state === "active");
  if (active.length !== 1) return `has ${active.length} active channels`;
  const others = open.filter(({ id }) => id !== active[0]?.id).length;
  // A channel of a grant that was lost could not be closed, and ends by itself.
  const endsByItself = scene.witness.lostOnce.has(emailOf(scene, ledger) ?? "");
  if (others > 0 && !endsByItself) return `has ${others} channels that nobody closes`;
  return open.length > others ? null : "has a channel here, and none at the provider";
}
