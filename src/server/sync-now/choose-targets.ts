import type { ProviderErrorKind } from "@/core/errors/kinds";
import { minuteMs } from "@/core/time/wall-time";
import type { AssessedCalendar, AssessedConnection } from "@/server/health/assess-rows";

import type { SyncTarget } from "./shapes";

/** auto: what is worth it. manual: all of it. full: everything is compared, not only what changed. */
export type SyncMode = "auto" | "manual" | "full";

export type Choice =
  | { readonly do: "run"; readonly calendar: AssessedCalendar }
  | { readonly do: "leave"; readonly calendar: AssessedCalendar; readonly because: "paused" | "just_read" }
  /** Trying would change nothing. */
  | { readonly do: "fail"; readonly calendar: AssessedCalendar; readonly kind: ProviderErrorKind };

/** A read that young is as good as another one. */
const youngMs = minuteMs;

export function chooseTargets(
  connections: readonly AssessedConnection[],
  target: SyncTarget,
  { mode, now }: { readonly mode: SyncMode; readonly now: Date },
): Choice[] {
  return connections
    .flatMap(({ calendars }) => calendars)
    .filter((calendar) => isMeant(calendar, target))
    .map((calendar) => chooseOne(calendar, mode, now));
}

function isMeant({ row }: AssessedCalendar, { provider, connectionId, calendarId }: SyncTarget): boolean {
  return (
    (provider === undefined || row.provider === provider) &&
    (connectionId === undefined || row.connection_id === connectionId) &&
    (calendarId === undefined || row.calendar_id === calendarId)
  );
}

function chooseOne(calendar: AssessedCalendar, mode: SyncMode, now: Date): Choice {
  const { verdict, row, error } = calendar;
  if (verdict.state === "paused") return { do: "leave", calendar, because: "paused" };
  if (verdict.state === "needs_reconnecting") return { do: "fail", calendar, kind: "grant_lost" };
  if (mode !== "auto") return { do: "run", calendar };
  if (verdict.state === "disabled") return { do: "fail", calendar, kind: error?.kind ?? "unavailable" };
  const age = row.last_success_at === null ? Infinity : now.getTime() - row.last_success_at.getTime();
  return verdict.state === "healthy" && age <= youngMs
    ? { do: "leave", calendar, because: "just_read" }
    : { do: "run", calendar };
}
