import { isProviderError } from "@/core/errors/provider-error";
import { askForRenewal, reviveNotices, setPushStopped } from "@/server/db/push/of-person";
import type { Tx } from "@/server/db/open-database";
import { actorOf, recordAudit, type AuditAction } from "@/server/people/audit-log";

import { askProvider } from "./ask-provider";
import { callbackUrlOf } from "./callback-url";
import { assessPlace, codeOf, sentenceOf, toPlaceShape } from "./describe-place";
import { findPlaces, requirePush, type Place, type PushVisit } from "./find-places";
import type { ChannelDone, ChannelResultShape, PushResultsShape, PushState } from "./shapes";
import { watchNow } from "./watch-now";

type Found = { readonly place: Place; readonly state: PushState };

export async function loadPlaces(visit: PushVisit): Promise<Found[]> {
  const of = requirePush(visit);
  const { db, env, now } = visit.deps;
  const at = now();
  const places = await db.inWorkspace(of, (tx) => findPlaces(tx, of));
  return places.map((place) => ({
    place,
    state: assessPlace(place, { now: at, hasAddress: callbackUrlOf(env, place.facts.id) !== null }),
  }));
}

type Changing = { readonly action: AuditAction; readonly run: (tx: Tx, at: Date) => Promise<void> };

/** What is wished and that somebody wished it, in one transaction; then the provider is asked. */
async function change(visit: PushVisit, found: readonly Found[], { action, run }: Changing): Promise<void> {
  const of = requirePush(visit);
  const { deps, caller } = visit;
  const connectionIds = [...new Set(found.map(({ place }) => place.connection.id))];
  await deps.db.inWorkspace(of, async (tx) => {
    await run(tx, deps.now());
    for (const id of connectionIds)
      await recordAudit(tx, {
        workspaceId: of.workspaceId,
        actor: actorOf(caller),
        action,
        subject: { kind: "connection", id },
      });
  });
  for (const connectionId of connectionIds) await watchNow(deps, { workspaceId: of.workspaceId, connectionId });
}

const placeKey = ({ connection, calendarId }: Place): string => calendarId ?? connection.id;

type Said = { readonly result: ChannelDone; readonly code?: string | null; readonly tookMs?: number | null };

export function toResult({ place, state }: Found, { result, code, tookMs = null }: Said): ChannelResultShape {
  return {
    ...toPlaceShape(place),
    ...{ result, state, sentence: sentenceOf(state, place), tookMs },
    code: code ?? codeOf(place.channel?.lastError),
  };
}

/** WHK-6 stop: nothing is told any more until somebody wants it again. */
export async function stopPush(visit: PushVisit): Promise<PushResultsShape> {
  const found = await loadPlaces(visit);
  const { workspaceId } = requirePush(visit);
  const connectionIds = found.map(({ place }) => place.connection.id);
  await change(visit, found, {
    action: "channel.stopped",
    run: (tx, at) => setPushStopped(tx, { workspaceId, connectionIds, at }),
  });
  const results = (await loadPlaces(visit)).map((each) => toResult(each, { result: "stopped" }));
  return { message: "Changes are found by asking from now on.", results };
}

/** WHK-6 recreate: a new channel in place of every one, whatever it looks like. */
export async function recreatePush(visit: PushVisit): Promise<PushResultsShape> {
  const found = await loadPlaces(visit);
  const results = await renew(visit, found, { all: found, action: "channel.recreated" });
  return { message: messageOf(results, "recreated"), results };
}

type Renewing = { readonly all: readonly Found[]; readonly action: AuditAction };

async function renew(visit: PushVisit, which: readonly Found[], { all, action }: Renewing) {
  const { workspaceId } = requirePush(visit);
  const ids = which.flatMap(({ place }) => (place.channel === null ? [] : [place.channel.id]));
  const connectionIds = which.map(({ place }) => place.connection.id);
  const isNew = new Set(which.map(({ place }) => placeKey(place)));
  if (which.length > 0)
    await change(visit, which, {
      action,
      run: async (tx, at) => {
        await setPushStopped(tx, { workspaceId, connectionIds, at: null });
        await askForRenewal(tx, { workspaceId, ids, at });
        await reviveNotices(tx, { workspaceId, ids, at });
      },
    });
  const before = new Map(all.map(({ place }) => [placeKey(place), place.channel?.id ?? null]));
  return (await loadPlaces(visit)).map((each): ChannelResultShape => {
    const key = placeKey(each.place);
    if (!isNew.has(key)) return toResult(each, { result: each.state === "delivering" ? "nothing_wrong" : "left" });
    const isThere = each.state === "delivering" && each.place.channel?.id !== before.get(key);
    const isNobodysFault = ["unsupported", "no_address", "resting"].includes(each.state);
    return toResult(each, { result: isThere ? "recreated" : isNobodysFault ? "left" : "failed" });
  });
}

/** WHK-6 verify: asks the provider where it can be asked, and looks at the evidence where not. Changes nothing. */
export async function verifyPush(visit: PushVisit): Promise<PushResultsShape> {
  const results = await Promise.all((await loadPlaces(visit)).map((each) => verifyOne(visit, each)));
  return { message: messageOf(results, "confirmed", "believed"), results };
}

async function verifyOne(visit: PushVisit, found: Found): Promise<ChannelResultShape> {
  const { place, state } = found;
  if (state !== "delivering" && state !== "silent")
    return toResult(found, { result: ["failed", "expired"].includes(state) ? "failed" : "left" });
  const { workspaceId } = requirePush(visit);
  try {
    const answer = await askProvider(visit.deps, { workspaceId, place });
    if (answer === "gone") return toResult(found, { result: "gone" });
    if (state === "silent") return toResult(found, { result: "failed", code: "silent" });
    return toResult(found, { result: answer === "there" ? "confirmed" : "believed" });
  } catch (error) {
    if (!isProviderError(error)) throw error;
    return toResult(found, { result: "failed", code: error.kind });
  }
}

/** WHK-3 auto-fix: finds what is wrong, opens it anew, and processes what was given up. What is well, or stopped, is left. */
export async function repairPush(visit: PushVisit): Promise<PushResultsShape> {
  const found = await loadPlaces(visit);
  const verdicts = await Promise.all(found.map((each) => verifyOne(visit, each)));
  const wrong = found.filter((_, index) => ["failed", "gone"].includes(verdicts[index]?.result ?? ""));
  const results = await renew(visit, wrong, { all: found, action: "channel.repaired" });
  const { workspaceId } = requirePush(visit);
  const ids = found.flatMap(({ place }) => (place.channel === null ? [] : [place.channel.id]));
  const scope = { workspaceId };
  await visit.deps.db.inWorkspace(scope, (tx) => reviveNotices(tx, { workspaceId, ids, at: visit.deps.now() }));
  const message = wrong.length === 0 ? "Nothing is wrong." : messageOf(results, "recreated", "nothing_wrong", "left");
  return { message, results };
}

const isNormal = (state: PushState) => state === "unsupported" || state === "resting";

function messageOf(results: readonly ChannelResultShape[], ...good: readonly ChannelDone[]): string {
  // What a provider does not offer is in order too; to count it would make a fault of it.
  const counted = results.filter(({ result, state }) => good.includes(result) || !isNormal(state));
  const well = counted.filter(({ result }) => good.includes(result)).length;
  return well === counted.length ? "All of them are in order." : `${well} of ${counted.length} are in order.`;
}
