import { randomUUID } from "node:crypto";

import { canWriteInto } from "@/core/calendar/may-write";
import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { EventDraft } from "@/core/ports/provider-write";
import { silenceMs } from "@/core/push/channel-lifecycle";
import { dayMs } from "@/core/time/wall-time";
import { toAccess } from "@/server/db/connections/calendars";
import { doubtChannel, findNoticeSince } from "@/server/db/push/of-person";
import { markOf } from "@/server/db/sync/known-events";
import type { Deps } from "@/server/deps";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { openCalendar, type OpenCalendar } from "@/server/sync/open-calendar";
import { carryOut, orderWrite } from "@/server/sync/own-writes";
import { pause } from "@/server/work/wait";

import { loadPlaces, toResult } from "./act-on-channels";
import { requirePush, type Place, type PushVisit } from "./find-places";
import { planWatching } from "./plan-watching";
import type { ChannelResultShape, PushResultsShape } from "./shapes";

/** Providers take seconds as a rule; Microsoft allows itself three minutes, which nobody waits for in a request. */
const longestMs = 20_000;
const pollMs = 100;
/** If this process dies before it cleaned up, somebody else does then. */
const cleanUpMs = 60_000;

/**
 * WHK-3. A real change in the calendar, the wait for its notice, and the clean-up, which is ordered before the wait: however
 * this ends, nothing stays in the calendar.
 */
export async function testPush(visit: PushVisit): Promise<PushResultsShape> {
  const found = await loadPlaces(visit);
  const results: ChannelResultShape[] = [];
  const over = AbortSignal.timeout(longestMs);
  await Promise.all(
    found.map(async (each, index) => {
      const isOpen = each.state === "delivering" || each.state === "silent";
      results[index] = isOpen
        ? toResult(each, await testOne(visit, each.place, over))
        : toResult(each, { result: "left" });
    }),
  );
  const tested = results.filter(({ result }) => result !== "left");
  const arrived = tested.filter(({ result }) => result === "delivered").length;
  const message =
    tested.length === 0
      ? "There is no channel to test."
      : arrived === tested.length
        ? "Every change was announced."
        : `${arrived} of ${tested.length} changes were announced so far.`;
  return { message, results };
}

type Tested = Pick<ChannelResultShape, "result" | "code" | "tookMs">;

async function testOne(visit: PushVisit, place: Place, over: AbortSignal): Promise<Tested> {
  const { deps } = visit;
  const { workspaceId } = requirePush(visit);
  const calendarId = findWritable(place);
  if (calendarId === null) return { result: "failed", code: "calendar_is_read_only", tookMs: null };
  const channelId = place.channel?.id ?? "";
  const signal = AbortSignal.timeout(2 * longestMs);
  try {
    const calendar = await openCalendar(deps, { workspaceId, calendarId }, { signal, priority: 2 });
    if (calendar === null) return { result: "failed", code: "not_found", tookMs: null };
    const since = deps.now();
    const cleanUp = await makeChange(visit, calendar);
    const at = await waitForNotice(deps, { workspaceId, channelId, since }, over);
    await cleanUp(signal);
    if (at === null) {
      await doubt(deps, { workspaceId, connectionId: place.connection.id, channelId });
      return { result: "not_yet", code: "not_announced_yet", tookMs: null };
    }
    return { result: "delivered", code: null, tookMs: Math.max(0, at.getTime() - since.getTime()) };
  } catch (error) {
    if (!isProviderError(error)) throw error;
    return { result: "failed", code: error.kind, tookMs: null };
  }
}

/** SYN-5. A channel of a whole account tells of any of its calendars. */
function findWritable({ calendarId, connection }: Place): string | null {
  const covered = connection.calendars.filter(({ id }) => calendarId === null || id === calendarId);
  const writable = covered.find(({ accessRole, mayWrite }) =>
    canWriteInto({ mayWrite: connection.mayWrite && mayWrite, access: toAccess(accessRole) }),
  );
  return writable?.id ?? null;
}

/** Free, private, without anybody else, and says what it is. */
function draftFor(now: Date): EventDraft {
  const dayOf = (days: number) => new Date(now.getTime() + days * dayMs).toISOString().slice(0, 10);
  return {
    title: "Daykeeper checks whether changes arrive",
    location: "",
    description: "It goes away by itself within a minute.",
    times: { kind: "all_day", firstDay: dayOf(1), endDay: dayOf(2) } as EventDraft["times"],
    attendees: [],
    shownAs: "free",
    visibility: "private",
    withConference: false,
  };
}

/** Answers how to take it back. */
async function makeChange(
  { deps, caller, whose }: PushVisit,
  { provider, call, of }: OpenCalendar,
): Promise<(signal: AbortSignal) => Promise<void>> {
  const port = provider.write;
  if (port === undefined) throw new ProviderError("unsupported", { provider: provider.id, operation: "saveEvent" });
  const actor = actorOf(caller);
  const mark = markOf(randomUUID());
  const event = await call((each) =>
    port.saveEvent(each, { kind: "create", mark, draft: draftFor(deps.now()) }, "nobody"),
  );
  const { remoteId } = event;
  const writeId = randomUUID();
  await deps.db.inWorkspace(of, async (tx) => {
    await orderWrite(tx, of, {
      ...{ id: writeId, userId: whose.userId, requestedBy: actor.id, notify: "nobody" },
      order: { operation: "cancel", remoteId, ifVersion: null },
      now: new Date(deps.now().getTime() + cleanUpMs),
    });
    const subject = { kind: "calendar", id: of.calendarId };
    await recordAudit(tx, { workspaceId: of.workspaceId, actor, action: "channel.tested", subject });
  });
  return (signal) => carryOut(deps, { ...of, writeId }, signal);
}

type Waiting = { readonly workspaceId: string; readonly channelId: string; readonly since: Date };

async function waitForNotice(deps: Deps, { workspaceId, ...asked }: Waiting, over: AbortSignal): Promise<Date | null> {
  for (;;) {
    const at = await deps.db.inWorkspace({ workspaceId }, (tx) => findNoticeSince(tx, { workspaceId, ...asked }));
    if (at !== null || over.aborted) return at;
    await pause(deps, pollMs, over);
  }
}

type Doubted = { readonly workspaceId: string; readonly connectionId: string; readonly channelId: string };

/** F31. As with a change that polling finds: if no notice comes within the time the slowest provider takes, it is replaced. */
async function doubt(deps: Deps, { workspaceId, connectionId, channelId }: Doubted): Promise<void> {
  const at = deps.now();
  await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    await doubtChannel(tx, { workspaceId, channelId, at });
    await planWatching(tx, deps, { workspaceId, connectionId, dueAt: new Date(at.getTime() + silenceMs) });
  });
}
