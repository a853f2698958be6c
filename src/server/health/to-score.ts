import { scoreHealth, type HealthScore } from "@/core/health/score-health";

import type { AssessedConnection } from "./assess-rows";
import type { HealthScoreShape } from "./shapes";

/** MON-2. From the evidence that the state comes from, so that both tell the same story. */
export function scoreConnection({ token, calendars }: AssessedConnection): HealthScore {
  const counted = calendars.filter(({ verdict }) => verdict.state !== "paused");
  return scoreHealth({
    token: token.health,
    calendars: counted.map(({ row, verdict }) => ({
      state: verdict.state,
      isProven: row.last_success_at !== null,
      wasTried: row.last_attempt_at !== null,
      consecutiveFailures: row.consecutive_failures ?? 0,
      events: row.events_synced ?? 0,
      setAside: row.quarantined ?? 0,
    })),
  });
}

export function toScore(connection: AssessedConnection): HealthScoreShape {
  const { score, parts } = scoreConnection(connection);
  return { score, parts: parts.map(({ reason: sentence, ...part }) => ({ ...part, sentence })) };
}
