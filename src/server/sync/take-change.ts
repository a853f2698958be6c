import { createHash } from "node:crypto";

import type { RemoteChange } from "@/core/ports/calendar-provider";
import { keysOf } from "@/core/sync/known-event";
import { planPage } from "@/core/sync/plan-page";
import { startRound } from "@/core/sync/round";
import { defaultReach, windowAround } from "@/core/sync/sync-window";
import { countEvents, isMirrored, lockCalendarState, removeEvents } from "@/server/db/sync/end-run";
import { loadKnownPage } from "@/server/db/sync/known-events";
import { writePage } from "@/server/db/sync/write-page";
import type { Tx } from "@/server/db/open-database";
import type { OpenCalendar } from "./open-calendar";

/** What the engine keeps of an event's text: a hash, to know it again. */
export const digest = (text: string): string => createHash("sha256").update(text).digest("hex");

type Taking = { readonly roundId: string; readonly now: Date };

/**
 * One event as the provider has it now, into the mirror, beside whatever sync may be running: the row of the calendar's
 * state is the door that both go through, and an older state never replaces a newer one.
 */
export async function takeChange(
  tx: Tx,
  { of, facts, provider }: OpenCalendar,
  { change, roundId, now }: Taking & { readonly change: RemoteChange },
): Promise<"kept" | "removed" | "set_aside" | "unresolved" | "left_out"> {
  await lockCalendarState(tx, of);
  // A booking may be made in a calendar that nobody wants to see here.
  if (!(await isMirrored(tx, of))) return "left_out";
  const page = { changes: [change], next: { kind: "end", cursor: null } } as const;
  const window = facts.coverage?.window ?? windowAround(now, defaultReach);
  const { known, setAsideIds, cancelledAt } = await loadKnownPage(tx, of, keysOf(page));
  const plan = planPage({
    ...{ page, known, setAsideIds, cancelledAt },
    round: startRound({ id: roundId, kind: "delta", window, startedAt: now }),
    policy: {
      ...{ now, digest, calendarZone: facts.zone, meetingsOnly: facts.meetingsOnly, updatedAtOnlyGrows: true },
      replacesSeries: provider.abilities.replacesSeries,
    },
  });
  const { refused } = await writePage(
    tx,
    { ...of, userId: facts.userId },
    { plan: { ...plan, seen: [] }, proofs: [], now },
  );
  const staged = new Map(plan.round.staged.map(({ remoteId, because }) => [remoteId, because]));
  const removals = known.flatMap(({ id, remoteId }) => {
    const because = staged.get(remoteId);
    return because === undefined ? [] : [{ id, because }];
  });
  await removeEvents(tx, of, { removals, now });
  await countEvents(tx, of, plan.inserts.length - refused - removals.length);
  if (plan.round.unresolved.length > 0) return "unresolved";
  if (plan.setAside.length + refused > 0) return "set_aside";
  return staged.size > 0 || change.kind === "removed" ? "removed" : "kept";
}
