import { dayMs } from "@/core/time/wall-time";
import { countNotices, listNotices, type FiguresRow, type NoticeRow } from "@/server/db/push/of-person";

import { callbackUrlOf } from "./callback-url";
import { describePlace, toPlaceShape } from "./describe-place";
import { findPlaces, requirePush, type Place, type PushVisit } from "./find-places";
import type { ChannelMetricsShape, NoticeShape, PushHealthShape, PushLogShape, PushMetricsShape } from "./shapes";

/** WHK-7. */
const advice =
  "Providers cannot reach this instance, so changes are found by asking: after up to a quarter of an hour instead of a second, with more calls. A public https address in PUBLIC_URL or WEBHOOK_URL changes that.";

/** WHK-3. Every channel a person has or should have, as it is at this moment. Asks no provider. */
export async function readPushHealth(visit: PushVisit): Promise<PushHealthShape> {
  const of = requirePush(visit);
  const { db, env, now } = visit.deps;
  const at = now();
  const places = await db.inWorkspace(of, (tx) => findPlaces(tx, of));
  const channels = places.map((place) =>
    describePlace(place, { now: at, hasAddress: callbackUrlOf(env, place.facts.id) !== null }),
  );
  const isWell = ({ state }: (typeof channels)[number]) => ["delivering", "unsupported", "resting"].includes(state);
  const isPolling = channels.every(({ state }) => ["no_address", "stopped"].includes(state));
  return {
    status: isPolling ? "polling" : channels.every(isWell) ? "delivering" : "degraded",
    advice: env.webhookOrigin === null ? advice : null,
    channels,
    checkedAt: at.toISOString(),
  };
}

const daysShown = 7;

/** WHK-5. What came within a week, and how long it took. */
export async function readPushMetrics(visit: PushVisit): Promise<PushMetricsShape> {
  const of = requirePush(visit);
  const { db, now } = visit.deps;
  const at = now();
  const since = new Date(Math.floor(at.getTime() / dayMs) * dayMs - (daysShown - 1) * dayMs);
  const { places, rows } = await db.inWorkspace(of, async (tx) => ({
    places: await findPlaces(tx, of),
    rows: await countNotices(tx, { ...of, since }),
  }));
  return { since: since.toISOString(), channels: places.map((place) => toMetrics(place, rows, at)) };
}

function toMetrics(place: Place, all: readonly FiguresRow[], now: Date): ChannelMetricsShape {
  const rows = all.filter(({ place_id: id }) => id === (place.calendarId ?? place.connection.id));
  const sum = (pick: (row: FiguresRow) => number) => rows.reduce((total, row) => total + pick(row), 0);
  const durations = rows.flatMap((row) => row.durations ?? []).toSorted((one, other) => one - other);
  const oldest = Math.min(...rows.map((row) => row.oldest_waiting?.getTime() ?? Infinity));
  const processed = sum((row) => row.processed);
  const codes = Map.groupBy(
    rows.flatMap((row) => row.codes ?? []),
    (code) => code,
  );
  return {
    ...toPlaceShape(place),
    received: sum((row) => row.received),
    processed,
    superseded: sum((row) => row.superseded),
    waiting: sum((row) => row.waiting),
    failed: sum((row) => row.failed),
    averageMs: processed === 0 ? null : Math.round(sum((row) => row.total_ms) / processed),
    p95Ms: durations.at(Math.max(0, Math.ceil(durations.length * 0.95) - 1)) ?? null,
    lagMs: Number.isFinite(oldest) ? Math.max(0, now.getTime() - oldest) : 0,
    errors: [...codes].map(([code, each]) => ({ code, count: each.length })),
    days: rows.map((row) => ({
      day: row.day,
      received: row.received,
      failed: row.failed,
      averageMs: row.processed === 0 ? null : Math.round(row.total_ms / row.processed),
    })),
  };
}

type LogAsk = { readonly before?: string | undefined; readonly limit: number };

/** WHK-5. What came, what became of it and how long that took, newest first. */
export async function readPushLog(visit: PushVisit, { before, limit }: LogAsk): Promise<PushLogShape> {
  const of = requirePush(visit);
  const rows = await visit.deps.db.inWorkspace(of, async (tx) => {
    await findPlaces(tx, of);
    return listNotices(tx, { ...of, before: before === undefined ? null : new Date(before), limit: limit + 1 });
  });
  const notices = rows.slice(0, limit).map(toNotice);
  return { notices, nextCursor: rows.length > limit ? (notices.at(-1)?.receivedAt ?? null) : null };
}

function toNotice(row: NoticeRow): NoticeShape {
  return {
    id: row.id,
    channelId: row.channel_id,
    connectionId: row.connection_id,
    kind: row.kind as NoticeShape["kind"],
    outcome: outcomeOf(row),
    receivedAt: row.received_at.toISOString(),
    tookMs: row.duration_ms,
    attempts: row.attempts,
    code: row.error_code,
  };
}

function outcomeOf({ state, is_given_up: isGivenUp }: NoticeRow): NoticeShape["outcome"] {
  if (isGivenUp) return "given_up";
  return state === "received" ? "waiting" : (state as NoticeShape["outcome"]);
}
