import { explain } from "@/core/errors/explain";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { AssessedCalendar } from "@/server/health/assess-rows";
import { namesOf } from "@/server/health/to-evidence";
import { runIdOf } from "@/server/sync/run-record";

import type { Choice } from "./choose-targets";
import type { RanSync } from "./run-now";
import type { SyncResultShape } from "./shapes";

export type SyncResult = {
  readonly calendar: AssessedCalendar;
  readonly shape: SyncResultShape;
  /** Why it failed, and when it is tried again. */
  readonly failed: { readonly kind: ProviderErrorKind; readonly retryAt: Date | null } | null;
};

type Word = Pick<SyncResultShape, "status" | "code" | "message"> & Partial<SyncResultShape>;

function toShape({ row }: AssessedCalendar, word: Word): SyncResultShape {
  const { calendar_id: calendarId, connection_id: connectionId, provider } = row;
  return { calendarId, connectionId, provider, runId: null, changes: null, ...word };
}

const said = (calendar: AssessedCalendar, word: Word): SyncResult => ({
  calendar,
  shape: toShape(calendar, word),
  failed: null,
});

type Failure = { readonly kind: ProviderErrorKind; readonly retryAt: Date | null; readonly runId: string | null };

function failed(calendar: AssessedCalendar, { kind, retryAt, runId }: Failure): SyncResult {
  const message = explain(kind, namesOf(calendar.row.provider)).person;
  const shape = toShape(calendar, { status: "failed", code: kind, message, runId });
  return { calendar, shape, failed: { kind, retryAt } };
}

const onItsWay: Word = {
  status: "running",
  code: "running",
  message: "It is being read. Changes show as they come in.",
};

function fromRun(calendar: AssessedCalendar, { claim, end }: RanSync): SyncResult {
  const runId = runIdOf(claim);
  const { party } = namesOf(calendar.row.provider);
  if (end.outcome === "failed") return failed(calendar, { kind: end.kind, retryAt: end.nextSyncAt, runId });
  if (end.outcome === "waiting")
    return said(calendar, {
      ...{ status: "waiting", code: "waiting", runId },
      message: `${party} has not said everything yet; we ask again by ourselves.`,
    });
  if (end.outcome === "aborted" || end.outcome === "lease_lost") return said(calendar, { ...onItsWay, runId });
  const { added, changed, removed } = end.counts;
  const changes = { added, changed, removed };
  return end.outcome === "held"
    ? said(calendar, {
        ...{ status: "held", code: "deletion_held", runId, changes },
        message: `${party} says that most of this calendar is gone. We kept it and make sure first.`,
      })
    : said(calendar, { status: "synced", code: "synced", message: "Read to the end.", runId, changes });
}

/** Of a run that holds the lease now, here or in another process. */
function elsewhere(calendar: AssessedCalendar): SyncResult {
  const { calendar_id: calendarId, fence, is_running: isRunning } = calendar.row;
  const runId = isRunning === true && fence !== null ? runIdOf({ calendarId, fence }) : null;
  return said(calendar, { ...onItsWay, runId });
}

export function toResults(choices: readonly Choice[], ran: readonly RanSync[]): SyncResult[] {
  const ends = new Map(ran.map((one) => [one.claim.calendarId, one]));
  return choices.map((choice) => {
    const { calendar } = choice;
    if (choice.do === "fail") return failed(calendar, { kind: choice.kind, retryAt: null, runId: null });
    if (choice.do === "leave")
      return choice.because === "paused"
        ? said(calendar, { status: "skipped", code: "paused", message: "Paused by a person: resume it first." })
        : said(calendar, { status: "up_to_date", code: "up_to_date", message: "Read to the end a moment ago." });
    const run = ends.get(calendar.row.calendar_id);
    return run === undefined ? elsewhere(calendar) : fromRun(calendar, run);
  });
}
