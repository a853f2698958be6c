import type { PageMark } from "@/core/ports/calendar-provider";
import type { PageSave } from "@/core/ports/sync-store";
import type { SetAside } from "@/core/calendar/quarantine";
import type { Round } from "@/core/sync/round";
import type { Tx } from "@/server/db/open-database";
import type { CalendarPlace } from "./known-events";
import { fromRound } from "./load-facts";
import { settleProofs } from "./event-writes";
import { storeEvents } from "./store-events";

export type PageWritten = { readonly refused: number };

/** Everything of a page but its round, in the order that lets a refused row be set aside. */
export async function writePage(
  tx: Tx,
  of: CalendarPlace & { userId: string },
  { plan, proofs, now }: PageSave,
): Promise<PageWritten> {
  const { round } = plan;
  const refused = await storeEvents(tx, { ...of, roundId: round.id, now }, plan);
  await touchEvents(tx, of, { touches: plan.touches, roundId: round.id, now });
  await rememberSeen(tx, of, { round, seen: unwritten(plan, refused) });
  const setAside = [
    ...plan.setAside,
    ...refused.map((remoteId): SetAside => ({ remoteId, reason: "refused_by_database" })),
  ];
  await setEventsAside(tx, of, { setAside, now });
  await releaseEvents(tx, of, { remoteIds: plan.released.filter((id) => !refused.includes(id)), now });
  await settleProofs(tx, of, { proofs, now });
  return { refused: refused.length };
}

/** Rows that this round writes carry its id: only the others have to be remembered. */
function unwritten({ inserts, updates, seen }: PageSave["plan"], refused: readonly string[]): readonly string[] {
  const written = new Set([...inserts, ...updates].map(({ event }) => event.remoteId));
  for (const remoteId of refused) written.delete(remoteId);
  return seen.filter((remoteId) => !written.has(remoteId));
}

type Touching = {
  readonly touches: PageSave["plan"]["touches"];
  readonly roundId: string;
  readonly now: Date;
};

/** The same content under a new version: no other column moves. */
async function touchEvents(tx: Tx, of: CalendarPlace, { touches, roundId, now }: Touching): Promise<void> {
  if (touches.length === 0) return;
  const rows = JSON.stringify(touches);
  await tx.$executeRaw`
    update events e set remote_version = r."remoteVersion", remote_updated_at = r."updatedAt", read_id = ${roundId}::uuid,
      updated_at = ${now}
    from jsonb_to_recordset(${rows}::jsonb) as r (id uuid, "remoteVersion" text, "updatedAt" timestamptz)
    where e.workspace_id = ${of.workspaceId}::uuid and e.calendar_id = ${of.calendarId}::uuid and e.id = r.id`;
}

type Seen = { readonly round: Round; readonly seen: readonly string[] };

async function rememberSeen(tx: Tx, of: CalendarPlace, { round, seen }: Seen): Promise<void> {
  if (seen.length === 0) return;
  await tx.$executeRaw`
    insert into sync_read_items (workspace_id, calendar_id, read_id, remote_id)
    select ${of.workspaceId}::uuid, ${of.calendarId}::uuid, ${round.id}::uuid, seen
    from unnest(${[...seen]}::text[]) as seen
    on conflict do nothing`;
}

type Setting = { readonly setAside: readonly SetAside[]; readonly now: Date };

/** An event without an id cannot be asked for again: it is counted by its run and by nothing else. */
export async function setEventsAside(tx: Tx, of: CalendarPlace, { setAside, now }: Setting): Promise<void> {
  const rows = setAside.flatMap(({ remoteId, reason }) => (remoteId === null ? [] : [{ remote_id: remoteId, reason }]));
  if (rows.length === 0) return;
  await tx.$executeRaw`
    insert into quarantined_events (workspace_id, calendar_id, remote_id, reason_code, first_seen_at, last_seen_at)
    select ${of.workspaceId}::uuid, ${of.calendarId}::uuid, r.remote_id, min(r.reason), ${now}, ${now}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (remote_id text, reason text)
    group by r.remote_id
    on conflict (workspace_id, calendar_id, remote_id) do update set reason_code = excluded.reason_code,
      attempts = quarantined_events.attempts + 1, last_seen_at = excluded.last_seen_at, resolved_at = null`;
}

type Releasing = { readonly remoteIds: readonly string[]; readonly now: Date };

async function releaseEvents(tx: Tx, of: CalendarPlace, { remoteIds, now }: Releasing): Promise<void> {
  if (remoteIds.length === 0) return;
  await tx.$executeRaw`
    update quarantined_events set resolved_at = ${now}
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and resolved_at is null
      and remote_id = any (${[...remoteIds]}::text[])`;
}

/** A full read went to its end and did not name it: it is gone, or outside of what is read, and waits for nobody. */
export async function releaseUnlisted(
  tx: Tx,
  of: CalendarPlace,
  { round, now }: { round: Round; now: Date },
): Promise<void> {
  if (round.kind !== "full") return;
  await tx.$executeRaw`
    update quarantined_events set resolved_at = ${now}
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and resolved_at is null
      and last_seen_at < ${round.startedAt}`;
}

const keptFullReads = 5;

type Going = { readonly round: Round; readonly mark: PageMark; readonly fence: bigint; readonly now: Date };

/** Where the reading goes on, under the fence. A full read is known to have begun by its first page. */
export async function storeOpenRound(tx: Tx, of: CalendarPlace, { round, mark, fence, now }: Going): Promise<boolean> {
  const begins = round.kind === "full" && round.pages === 1;
  const changed = await tx.$executeRaw`
    update calendar_sync_states set read_id = ${round.id}::uuid, read_page = ${mark}, read_started_at = ${round.startedAt},
      round = ${fromRound(round)}::jsonb, last_progress_at = ${now},
      full_reads_at = case when ${begins} then (${round.startedAt}::timestamptz(3) || full_reads_at)[1:${keptFullReads}::int] else full_reads_at end,
      gap_since = case when covered_from is null or cursor is null then coalesce(gap_since, last_success_at, ${round.startedAt}) else gap_since end
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and fence = ${fence}`;
  return changed === 1;
}
