import { countOf, type Overview } from "../schema";

/** Work may wait this long before people feel it. */
export const patienceMinutes = 5;
const MINUTE_MS = 60_000;

export type OverviewVerdict =
  | { kind: "nothing" }
  | { kind: "no worker"; due: number }
  | { kind: "behind"; due: number; minutes: number }
  | { kind: "act"; people: number }
  | { kind: "outage"; party: string; since: string | null; connections: number }
  | { kind: "failing"; connections: number }
  | { kind: "well"; within: number; calendars: number };

/** The worst that is true: first what stops everything, then what waits for people, then what passes by itself. */
export function assessOverview(overview: Overview): OverviewVerdict {
  const { states, freshness } = overview;
  const people = countOf(states, "needs_reconnecting", "disabled");
  const failing = countOf(states, "late", "unknown", "provider_outage");
  return (
    assessMachinery(overview) ??
    (people > 0 ? { kind: "act", people } : null) ??
    assessOutage(overview) ??
    (failing > 0 ? { kind: "failing", connections: failing } : null) ??
    (overview.connections === 0
      ? { kind: "nothing" }
      : { kind: "well", within: freshness.within, calendars: freshness.calendars })
  );
}

function assessMachinery({ machinery, checkedAt }: Overview): OverviewVerdict | null {
  if (machinery === null) return null;
  const due = machinery.queue.reduce((sum, kind) => sum + kind.due, 0);
  if (!machinery.workers.some(({ alive }) => alive)) return { kind: "no worker", due };
  const oldest = oldestDue(machinery);
  const minutes = oldest === null ? 0 : Math.floor((Date.parse(checkedAt) - Date.parse(oldest)) / MINUTE_MS);
  return minutes >= patienceMinutes ? { kind: "behind", due, minutes } : null;
}

export const oldestDue = ({ queue }: NonNullable<Overview["machinery"]>): string | null =>
  queue.flatMap(({ oldestDueAt }) => oldestDueAt ?? []).toSorted()[0] ?? null;

function assessOutage({ providers }: Overview): OverviewVerdict | null {
  const away = providers
    .flatMap(({ party, outage, states }) =>
      outage === null ? [] : [{ party, since: outage.since, connections: countOf(states, "provider_outage") }],
    )
    .toSorted((one, other) => other.connections - one.connections)[0];
  return away ? { kind: "outage", ...away } : null;
}
