import type { RunRow } from "@/server/db/health/evidence";

import type { CalendarHealthShape } from "./shapes";

type Reads = { readonly runs: readonly RunRow[]; readonly fullPages: number | null; readonly events: number };

/**
 * SYN-10. What asking for changes only has spared, over the runs that are shown: each is held against the newest read of
 * everything. A calendar that fits on one page spares no call, only the reading of its events; then calls are 0.
 */
export function countSaved({ runs, fullPages, events }: Reads): CalendarHealthShape["saved"] {
  const partial = runs.filter(({ kind, outcome }) => kind === "incremental" && outcome === "succeeded");
  if (fullPages === null || partial.length === 0) return null;
  return {
    runs: partial.length,
    calls: partial.reduce((sum, { pages }) => sum + Math.max(0, fullPages - pages), 0),
    events: partial.reduce((sum, { changes }) => sum + Math.max(0, events - changes), 0),
  };
}
