import { ageBoundsMs } from "@/core/health/spread";
import type { OverseenBreakerRow, OverseenDeadRow, OverseenTransitionRow } from "@/server/db/admin/overview";
import { healthStates } from "@/server/health/shapes";
import { namesOf, readKeptError } from "@/server/health/to-evidence";

import type { DeadLetterShape, FreshnessShape, OverseenBreakerShape, OverseenTransitionShape } from "./shapes";
import { quantilesOf } from "./spread";

type HealthStateName = (typeof healthStates)[number];

/** A state that this version does not know is nothing it could vouch for. */
export const toState = (status: string): HealthStateName => healthStates.find((state) => state === status) ?? "unknown";

export function spreadOf(slots: readonly number[], within: number): FreshnessShape {
  const calendars = slots.reduce((sum, count) => sum + count, 0);
  return { calendars, within, ...quantilesOf(slots, ageBoundsMs) };
}

export const toBreaker = (row: OverseenBreakerRow): OverseenBreakerShape => ({
  workspaceId: row.workspace_id,
  key: row.key,
  provider: row.provider,
  product: namesOf(row.provider).product,
  connectionId: row.connection_id,
  userName: row.user_name,
  state: row.state === "half_open" ? "half_open" : "open",
  openedAt: row.opened_at?.toISOString() ?? null,
  until: row.open_until?.toISOString() ?? null,
  cause: row.last_error_code,
});

export const toDeadLetter = (row: OverseenDeadRow): DeadLetterShape => ({
  id: row.work_id,
  workspaceId: row.workspace_id,
  workspaceName: row.workspace_name,
  kind: row.kind,
  attempts: row.attempts,
  code: readKeptError(row.last_error)?.code ?? "unexpected",
  deadAt: row.dead_at.toISOString(),
});

export const toTransition = (row: OverseenTransitionRow): OverseenTransitionShape => ({
  at: row.at.toISOString(),
  subject: row.subject_kind === "provider" ? "provider" : "connection",
  connectionId: row.subject_kind === "connection" ? row.subject_id : null,
  userName: row.user_name,
  workspaceName: row.workspace_name,
  product: row.provider === null ? null : namesOf(row.provider).product,
  from: toState(row.from_status),
  to: toState(row.to_status),
  cause: row.cause,
});
