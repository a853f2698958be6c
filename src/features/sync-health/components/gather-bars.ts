import { errorKinds, type ProviderErrorKind } from "@/core/errors/kinds";
import type { BarState } from "@/components/ui/strip-bar";
import type { CalendarHealth } from "../schema";

export type Run = CalendarHealth["runs"][number] & { calendarId: string; calendar: string | null };
export type RunBar = { state: BarState; run: Run | null };

const MOST = 60;

const isKind = (code: string): code is ProviderErrorKind => code in errorKinds;

/** A failure of the other side is drawn apart from one of this account. */
export function toBar({ outcome, code }: Pick<Run, "outcome" | "code">): BarState {
  if (outcome === "succeeded") return "proven";
  if (outcome === "running") return "working";
  if (outcome === "held") return "late";
  if (outcome === "failed") return code !== null && isKind(code) && errorKinds[code].opensBreaker ? "outage" : "failed";
  return "none";
}

/** The newest runs of all calendars of a connection, oldest first; what has not happened yet is empty at the left. */
export function gatherBars(calendars: readonly CalendarHealth[]): RunBar[] {
  const runs = calendars
    .flatMap(({ calendarId, name, runs: own }) => own.map((run): Run => ({ ...run, calendarId, calendar: name })))
    .sort((one, other) => one.at.localeCompare(other.at))
    .slice(-MOST)
    .map((run): RunBar => ({ state: toBar(run), run }));
  const empty = Array.from({ length: MOST - runs.length }, (): RunBar => ({ state: "none", run: null }));
  return [...empty, ...runs];
}

export type RunCount = Record<"proven" | "late" | "failed" | "outage" | "working", number>;

export function countBars(bars: readonly RunBar[]): RunCount {
  const of = (state: BarState) => bars.filter((bar) => bar.run !== null && bar.state === state).length;
  return { proven: of("proven"), late: of("late"), failed: of("failed"), outage: of("outage"), working: of("working") };
}
