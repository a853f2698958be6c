import { dayMs } from "./calendar-days";
import { periodAt, periodIndexOf, planDays, type DayPlan } from "./candidate-days";
import type { Rule, Until } from "./rule";
import type { WallMs } from "./wall-time";
import type { Zone } from "./zone";

/** An occurrence placed in time. `shifted`: its wall time does not exist that day, the instant lies after the gap. */
export type Placed = { wall: WallMs; instant: number; shifted: boolean };

/** RFC 5545 contradicts itself on wall times that do not exist: 3.3.5 moves them forward, 3.3.10 leaves them out. */
export type GapRule = "shift" | "omit";

export type Series = { wall: WallMs; zone: Zone; allDay: boolean; gaps: GapRule };

/** Where to look, as instants, and how much work may still be spent: shared by all rules of one expansion. */
export type Search = { from: number; to: number; work: { left: number } };

/** Two days cover every offset and every gap between a wall time and its instant. */
const margin = 2 * dayMs;
/** The end of the year 9999: nothing later can be written. */
export const lastWall = 253_402_300_799_000;

export function place(series: Series, wall: WallMs): Placed {
  const { instant, shifted } = series.zone.toInstant(wall);
  return { wall, instant, shifted: shifted && !series.allDay };
}

export function isPast(until: Until | null, placed: Placed, allDay: boolean): boolean {
  if (until === null) return false;
  if (until.kind === "date") return placed.wall >= until.value + dayMs;
  if (allDay || until.kind === "wall") return placed.wall > until.value;
  return placed.instant > until.value;
}

/** Seconds of the day, in order, at which each chosen day has an occurrence. */
function timesOfDay(rule: Rule, series: Series): number[] {
  if (series.allDay) return [0];
  const start = (series.wall - Math.floor(series.wall / dayMs) * dayMs) / 1000;
  const hours = rule.byHour.length > 0 ? rule.byHour : [Math.floor(start / 3600)];
  const minutes = rule.byMinute.length > 0 ? rule.byMinute : [Math.floor(start / 60) % 60];
  const seconds = rule.bySecond.length > 0 ? rule.bySecond : [start % 60];
  return hours.flatMap((hour) =>
    minutes.flatMap((minute) => seconds.map((second) => (hour * 60 + minute) * 60 + second)),
  );
}

export function pickPositions<T>(all: T[], positions: readonly number[]): T[] {
  if (positions.length === 0) return all;
  const picked = new Set(positions.map((position) => (position > 0 ? position - 1 : all.length + position)));
  return all.filter((_, index) => picked.has(index));
}

function* wallsByPeriod(plan: DayPlan, series: Series, search: Search): Generator<WallMs> {
  const times = timesOfDay(plan.rule, series);
  const countsFromStart = plan.rule.count !== null;
  const wantedDay = Math.floor((search.from - margin) / dayMs);
  const lastDay = Math.min(search.to + margin, lastWall) / dayMs;
  for (let index = countsFromStart ? 0 : periodIndexOf(plan, wantedDay); ; index++) {
    const period = periodAt(plan, index);
    if (period.firstDay > lastDay) return;
    search.work.left -= period.cost;
    if (search.work.left < 0) return;
    const all = period.days().flatMap((day) => times.map((seconds) => day * dayMs + seconds * 1000));
    const walls = series.gaps === "omit" ? all.filter((wall) => !place(series, wall).shifted) : all;
    for (const wall of pickPositions(walls, plan.rule.bySetPos)) {
      if (wall < series.wall || wall > lastWall) continue;
      search.work.left -= 1;
      yield wall;
    }
  }
}

/** Occurrences of a DAILY to YEARLY rule: the wall time is what repeats, whatever the zone's offset does. */
export function* ruleOccurrences(rule: Rule, series: Series, search: Search): Generator<Placed> {
  const plan = planDays(rule, Math.floor(series.wall / dayMs));
  let remaining = rule.count ?? Number.POSITIVE_INFINITY;
  for (const wall of wallsByPeriod(plan, series, search)) {
    const placed = place(series, wall);
    if (isPast(rule.until, placed, series.allDay) || search.work.left < 0) return;
    yield placed;
    if (--remaining === 0) return;
  }
}
