import { approveHeld, dropHeld } from "@/server/db/sync/held-deletions";
import type { CalendarPlace } from "@/server/db/sync/known-events";
import type { Tx } from "@/server/db/open-database";
import { requestSync } from "./request-sync";

export type HeldDecision = { readonly decision: "approve" | "read_again"; readonly now: Date };

/**
 * A person has looked at a deletion that was not believed. Approved, the next read carries it out, unless the provider
 * has the events again by then. Otherwise everything is read anew, as if nothing had been held; the events stay. False
 * when nothing is held.
 */
export async function decideHeld(tx: Tx, of: CalendarPlace, { decision, now }: HeldDecision): Promise<boolean> {
  const isHeld = decision === "approve" ? await approveHeld(tx, of, now) : await dropHeld(tx, of, now);
  if (!isHeld) return false;
  const { workspaceId, calendarId } = of;
  await requestSync(tx, { workspaceId, calendarIds: [calendarId], trigger: "manual", priority: 2, now });
  return true;
}
