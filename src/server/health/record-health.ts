import { assessConnection, type HealthFinding } from "@/core/health/assess-connection";
import { assessHealth, type HealthReason } from "@/core/health/assess-health";
import type { HealthState } from "@/core/health/words";
import { loadEvidence, type EvidenceRow } from "@/server/db/health/evidence";
import { announceNews } from "@/server/db/health/news";
import {
  addTransition,
  findConnectionOf,
  forgetCalendarStatus,
  lockCalendar,
  lockCalendarsOf,
  lockConnection,
  recordCalendarStatus,
  recordConnectionStatus,
} from "@/server/db/health/statuses";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { changesAlerts } from "@/core/alerts/changes-alerts";
import { enqueueWork } from "@/server/work/enqueue";

import { assessTokenOf, readKeptError, toEvidence } from "./to-evidence";

type Clock = Pick<Deps, "now">;
type Calendar = {
  readonly workspaceId: string;
  readonly calendarId: string;
  /** This transaction has changed or locked the row of its state already. */
  readonly isLocked?: boolean;
};
type Connection = { readonly workspaceId: string; readonly connectionId: string };

/**
 * Assesses a calendar from the rows as this transaction sees them, and writes down when that is something new: the
 * recorded status, and one transition. Called by whoever changed the evidence, in the same transaction, so that no
 * change of state is ever without its row. What a person sees is assessed anew when it is read.
 */
export async function recordCalendarHealth(tx: Tx, { now }: Clock, calendar: Calendar): Promise<void> {
  const { workspaceId, calendarId, isLocked = false } = calendar;
  const at = now();
  if (!isLocked) await lockCalendar(tx, { workspaceId, id: calendarId });
  const [row] = await loadEvidence(tx, { workspaceId, calendarId }, at);
  if (row === undefined) {
    await forgetCalendarStatus(tx, { workspaceId, id: calendarId }, at);
    const connectionId = await findConnectionOf(tx, { workspaceId, id: calendarId });
    if (connectionId !== null) await recordConnection(tx, { workspaceId, connectionId }, at);
    return;
  }
  if (await recordOne(tx, row, at)) await recordConnection(tx, { workspaceId, connectionId: row.connection_id }, at);
}

/** The same for a connection and all its calendars: after its grant, its pause or its choice of calendars changed. */
export async function recordConnectionHealth(tx: Tx, { now }: Clock, connection: Connection): Promise<void> {
  const at = now();
  await lockCalendarsOf(tx, { workspaceId: connection.workspaceId, id: connection.connectionId });
  for (const row of await loadEvidence(tx, connection, at)) await recordOne(tx, row, at);
  await recordConnection(tx, connection, at);
}

/** True when the state or its reason is another one. */
async function recordOne(tx: Tx, row: EvidenceRow, at: Date): Promise<boolean> {
  if (row.calendar_id === null || row.status === null) return false;
  const verdict = assessHealth(toEvidence(row, assessTokenOf(row, at)), at);
  if (verdict.state === row.status && verdict.because === row.status_cause) return false;
  const { workspace_id: workspaceId, calendar_id: id } = row;
  await recordCalendarStatus(tx, { workspaceId, id }, { ...verdict, since: verdict.since ?? at });
  await announceNews(tx, { workspaceId, userId: row.user_id });
  if (verdict.state !== row.status)
    await addTransition(tx, {
      workspaceId,
      subjectKind: "calendar",
      subjectId: id,
      userId: row.user_id,
      fromStatus: row.status,
      toStatus: verdict.state,
      cause: verdict.because,
      at,
    });
  if (changesAlerts(row.status as HealthState, verdict.state))
    await askForAlerts(tx, { workspaceId, connectionId: row.connection_id }, at);
  return true;
}

/** In the transaction of the change, so that none is forgotten; whoever sends anything works from rows. */
const askForAlerts = (tx: Tx, { workspaceId, connectionId }: Connection, dueAt: Date): Promise<void> =>
  enqueueWork(tx, "alerts.evaluate", { connectionId }, { workspaceId, dueAt });

async function recordConnection(tx: Tx, { workspaceId, connectionId }: Connection, at: Date): Promise<void> {
  await lockConnection(tx, { workspaceId, id: connectionId });
  const rows = await loadEvidence(tx, { workspaceId, connectionId }, at);
  const [row] = rows;
  if (row === undefined) return;
  const finding = assessConnection({
    pausedAt: row.connection_paused_at,
    token: assessTokenOf(row, at).health,
    lostAt: readKeptError(row.connection_error)?.at ?? null,
    calendars: rows.flatMap((each) => recordedOf(each)),
  });
  if (finding.state === row.connection_status && finding.because === row.connection_cause) return;
  await recordConnectionStatus(tx, { workspaceId, id: connectionId }, { ...finding, since: finding.since ?? at });
  await announceNews(tx, { workspaceId: row.workspace_id, userId: row.user_id });
  if (finding.state !== row.connection_status)
    await addTransition(tx, {
      workspaceId,
      subjectKind: "connection",
      subjectId: connectionId,
      userId: row.user_id,
      fromStatus: row.connection_status,
      toStatus: finding.state,
      cause: finding.because,
      at,
    });
  if (changesAlerts(row.connection_status as HealthState, finding.state))
    await askForAlerts(tx, { workspaceId, connectionId }, at);
}

/** What is recorded of the calendars, this one included: each is changed together with its own row only. */
function recordedOf({ calendar_id: id, status, status_cause: cause }: EvidenceRow): HealthFinding[] {
  if (id === null || status === null) return [];
  return [{ state: status as HealthState, because: (cause ?? "never_read") as HealthReason, since: null }];
}
