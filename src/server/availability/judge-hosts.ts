import { offerOf, standingOf } from "@/core/availability/degrade";
import type { CalendarEvidence, CalendarReading, Offer, Standing } from "@/core/availability/degrade";
import type { Need } from "@/core/availability/open-slots";
import type { Span } from "@/core/availability/spans";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { Configuration } from "@/server/db/booking/configurations";
import type { CoverageRow } from "@/server/db/booking/coverage";
import type { AssessedCalendar } from "@/server/health/assess-rows";
import type { KeptError } from "@/server/health/to-evidence";

type Asked = Configuration["calendars"][number];
export type Evidence = {
  readonly coverage: ReadonlyMap<string, CoverageRow>;
  readonly assessed: ReadonlyMap<string, AssessedCalendar>;
};
type Hosted = {
  readonly mode: Configuration["mode"];
  readonly hosts: readonly { readonly userId: string }[];
};
type Judged = { readonly standings: ReadonlyMap<string, Standing>; readonly offer: Offer };

export const needOf = ({ mode }: Pick<Hosted, "mode">): Need => (mode === "round_robin" ? "any" : "all");

/** What each host can promise and all of them together: for those who want a time, and for those whose page it is. */
export function judgeHosts({ mode, hosts }: Hosted, readings: readonly CalendarReading[]): Judged {
  const of = Map.groupBy(readings, ({ userId }) => userId);
  const judged = hosts.map(({ userId }) => ({ userId, standing: standingOf(of.get(userId) ?? []) }));
  return {
    standings: new Map(judged.map(({ userId, standing }) => [userId, standing])),
    offer: offerOf(judged, needOf({ mode })),
  };
}

/** Rows to what a calendar can be trusted with, without an opinion. */
export function evidenceOf({ calendarId, isOptional }: Asked, { coverage, assessed }: Evidence): CalendarEvidence {
  const row = coverage.get(calendarId);
  const known = assessed.get(calendarId);
  const nowhere = { calendarId, isOptional, userId: row?.user_id ?? "", name: row?.name ?? "", isPartial: false };
  if (row === undefined || known === undefined || row.is_over)
    return { ...nowhere, verdict: null, provenAt: null, isCovered: false, failure: null };
  const provenAt = known.row.last_success_at;
  return {
    ...nowhere,
    ...{ provenAt, verdict: known.verdict, isPartial: row.meetings_only, isCovered: coveredOf(row) !== null },
    failure: failureSince(known.error, provenAt),
  };
}

/** What a later proof has answered is over. */
function failureSince(error: KeptError | null, provenAt: Date | null): ProviderErrorKind | null {
  if (error === null) return null;
  return provenAt === null || (error.at !== null && error.at > provenAt) ? error.kind : null;
}

export function coveredOf(row: CoverageRow | null): Span | null {
  if (row === null || row.covered_from === null || row.covered_until === null) return null;
  return { from: row.covered_from.getTime(), to: row.covered_until.getTime() };
}
