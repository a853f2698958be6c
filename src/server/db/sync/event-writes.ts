import type { PageSave } from "@/core/ports/sync-store";
import type { Tx } from "@/server/db/open-database";
import type { CalendarPlace } from "./known-events";

type Proving = { readonly proofs: PageSave["proofs"]; readonly now: Date };

/** F6: the provider shows what we wrote, so the write whose answer was lost has arrived. */
export async function settleProofs(tx: Tx, of: CalendarPlace, { proofs, now }: Proving): Promise<void> {
  if (proofs.length === 0) return;
  await tx.$executeRaw`
    update event_writes w set state = 'done', remote_id = r."remoteId", result_version = r."remoteVersion", finished_at = ${now}
    from jsonb_to_recordset(${JSON.stringify(proofs)}::jsonb) as r ("writeId" uuid, "remoteId" text, "remoteVersion" text)
    where w.workspace_id = ${of.workspaceId}::uuid and w.calendar_id = ${of.calendarId}::uuid and w.id = r."writeId"
      and w.state in ('sending', 'unknown')`;
}
