import { assessConnection, type HealthFinding } from "@/core/health/assess-connection";
import { assessHealth, type HealthVerdict } from "@/core/health/assess-health";
import type { TokenVerdict } from "@/core/tokens/token-lifecycle";
import type { EvidenceRow } from "@/server/db/health/evidence";

import { assessTokenOf, readKeptError, toEvidence, type KeptError } from "./to-evidence";

/** A row of a calendar: its columns are there. */
export type CalendarRow = EvidenceRow & { readonly calendar_id: string };
export type AssessedCalendar = {
  readonly row: CalendarRow;
  readonly verdict: HealthVerdict;
  readonly error: KeptError | null;
};
export type AssessedConnection = {
  readonly row: EvidenceRow;
  readonly token: TokenVerdict;
  readonly finding: HealthFinding;
  readonly error: KeptError | null;
  readonly calendars: readonly AssessedCalendar[];
};

const hasCalendar = (row: EvidenceRow): row is CalendarRow => row.calendar_id !== null;

/** Everything at one moment. The recorded status is not looked at: it says what was last noticed, not what is. */
export function assessRows(rows: readonly EvidenceRow[], now: Date): AssessedConnection[] {
  return [...Map.groupBy(rows, ({ connection_id: id }) => id).values()].flatMap((own) => {
    const [row] = own;
    return row === undefined ? [] : [assessOne(row, own, now)];
  });
}

function assessOne(row: EvidenceRow, own: readonly EvidenceRow[], now: Date): AssessedConnection {
  const token = assessTokenOf(row, now);
  const error = readKeptError(row.connection_error);
  const calendars = own.filter(hasCalendar).map((each) => ({
    row: each,
    verdict: assessHealth(toEvidence(each, token), now),
    error: readKeptError(each.last_error),
  }));
  const finding = assessConnection({
    pausedAt: row.connection_paused_at,
    token: token.health,
    lostAt: error?.at ?? null,
    calendars: calendars.map(({ verdict }) => verdict),
  });
  return { row, token, finding, error, calendars };
}
