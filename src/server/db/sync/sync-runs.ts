import type { ProviderErrorKind } from "@/core/errors/kinds";
import { factsOf } from "@/core/errors/kinds";
import type { Tx } from "@/server/db/open-database";
import type { FencedPlace } from "./end-run";

export type RunRow = {
  readonly id: string;
  readonly trigger: string;
  readonly kind: "incremental" | "full" | "reconcile";
  readonly outcome: "running" | "succeeded" | "held" | "waiting" | "failed" | "aborted";
  readonly owner: string | null;
  readonly startedAt: Date;
  readonly now: Date;
  readonly figures: {
    readonly pages: number;
    readonly added: number;
    readonly changed: number;
    readonly removed: number;
    readonly unchanged: number;
    readonly quarantined: number;
    readonly calls: number;
    readonly retries: number;
    readonly bytes: number;
  };
  readonly drift: { readonly missing: number; readonly extra: number; readonly stale: number };
  readonly errorKind: ProviderErrorKind | null;
};

/** The history's row of this run, made with the first page it stores and completed at its end. */
export async function storeRun(tx: Tx, of: FencedPlace, run: RunRow): Promise<void> {
  const { figures, drift, errorKind } = run;
  const isOver = run.outcome !== "running";
  const finishedAt = isOver ? run.now : null;
  const durationMs = isOver ? Math.max(0, run.now.getTime() - run.startedAt.getTime()) : null;
  await tx.$executeRaw`
    insert into sync_runs (workspace_id, id, calendar_id, trigger, kind, outcome, fence, worker_id, started_at, finished_at,
      duration_ms, pages, added, changed, removed, unchanged, quarantined, drift_missing, drift_extra, drift_stale,
      calls, retries, bytes_received, error_code, error_category)
    values (${of.workspaceId}::uuid, ${run.id}::uuid, ${of.calendarId}::uuid, ${run.trigger}, ${run.kind}, ${run.outcome},
      ${of.fence}, ${run.owner}::uuid, ${run.startedAt}, ${finishedAt}, ${durationMs}, ${figures.pages}, ${figures.added},
      ${figures.changed}, ${figures.removed}, ${figures.unchanged}, ${figures.quarantined}, ${drift.missing}, ${drift.extra},
      ${drift.stale}, ${figures.calls}, ${figures.retries}, ${figures.bytes}::bigint, ${errorKind},
      ${errorKind === null ? null : factsOf(errorKind).category})
    on conflict (workspace_id, id) do update set kind = excluded.kind, outcome = excluded.outcome,
      finished_at = excluded.finished_at, duration_ms = excluded.duration_ms, pages = excluded.pages, added = excluded.added,
      changed = excluded.changed, removed = excluded.removed, unchanged = excluded.unchanged,
      quarantined = excluded.quarantined, drift_missing = excluded.drift_missing, drift_extra = excluded.drift_extra,
      drift_stale = excluded.drift_stale, calls = excluded.calls, retries = excluded.retries,
      bytes_received = excluded.bytes_received, error_code = excluded.error_code, error_category = excluded.error_category`;
}

/** Runs that were cut off: this one has taken over from them. */
export async function closeLostRuns(tx: Tx, of: FencedPlace, now: Date): Promise<void> {
  await tx.$executeRaw`
    update sync_runs set outcome = 'lost', finished_at = ${now}
    where workspace_id = ${of.workspaceId}::uuid and calendar_id = ${of.calendarId}::uuid and outcome = 'running'
      and fence < ${of.fence}`;
}
