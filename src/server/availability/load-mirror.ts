import type { BookedDay } from "@/core/availability/open-slots";
import type { Span } from "@/core/availability/spans";
import { countBookedDays, loadEventGroups, loadTakenTimes } from "@/server/db/booking/busy-rows";
import type { CalendarGroup, TakenTime } from "@/server/db/booking/busy-rows";
import type { Configuration } from "@/server/db/booking/configurations";
import { loadCoverage, type CoverageRow } from "@/server/db/booking/coverage";
import { loadEvidence } from "@/server/db/health/evidence";
import type { Tx } from "@/server/db/open-database";
import { assessRows, type AssessedCalendar } from "@/server/health/assess-rows";

export type Look = {
  readonly window: Span;
  /** A booking that is to be moved: neither its time nor its event stands in its way. */
  readonly except: { readonly bookingId: string; readonly mark: string | null } | null;
};

/** Everything we know without asking anybody. */
export type Mirror = {
  readonly window: Span;
  readonly coverage: ReadonlyMap<string, CoverageRow>;
  readonly assessed: ReadonlyMap<string, AssessedCalendar>;
  readonly groups: ReadonlyMap<string, readonly CalendarGroup[]>;
  readonly taken: readonly TakenTime[];
  readonly booked: readonly BookedDay[];
};

/** Read without a person: whether somebody is free may be known to those who may not see what they do. */
export async function loadMirror(
  tx: Tx,
  configuration: Configuration,
  { window, except, now }: Look & { readonly now: Date },
): Promise<Mirror> {
  const { workspaceId, calendars, hosts, rules } = configuration;
  const calendarIds = calendars.map(({ calendarId }) => calendarId);
  const asked = { calendarIds, window, exceptMark: except?.mark ?? null };
  const coverage = await loadCoverage(tx, workspaceId, calendarIds);
  const assessed = assessRows(await loadEvidence(tx, { workspaceId, calendarIds }, now), now);
  const groups = await loadEventGroups(tx, configuration, asked);
  const sparing = { window, except: except?.bookingId ?? null };
  const taken = await loadTakenTimes(tx, { hosts: hosts.map(({ userId }) => userId), ...sparing }, now);
  const isCapped = rules.dailyCap !== null || rules.weeklyCap !== null;
  const booked = isCapped ? await countBookedDays(tx, configuration, { ...sparing, zone: rules.hours.zone, now }) : [];
  return {
    window,
    coverage: new Map(coverage.map((row) => [row.calendar_id, row])),
    assessed: new Map(assessed.flatMap((each) => each.calendars).map((each) => [each.row.calendar_id, each])),
    groups: Map.groupBy(groups, ({ calendarId }) => calendarId),
    taken,
    booked,
  };
}
