import { addSlots, ageBoundsMs, durationBoundsMs } from "@/core/health/spread";
import { dayMs, hourMs, minuteMs } from "@/core/time/wall-time";
import type { PastDay, PastHour } from "@/server/db/demo/demo-history";

import { outages } from "./past-states";

/** Of one provider in one workspace. `place` is that of the provider in our list. */
type Of = { readonly place: number; readonly calendars: number };
type Past = { readonly hours: PastHour[]; readonly days: PastDay[] };

const daysKept = 89;
/** The page shows seven days by the hour. */
const hoursKept = 7 * 24;

/** The same number for the same hour, evenly between 0 and 1: a past that is told twice is told alike. */
function drawn(seed: number): number {
  const wave = Math.sin(seed * 12.9898) * 43_758.5453;
  return wave - Math.floor(wave);
}

/** How many of `count` fall into each slot when they lie around a middle value, as waits and durations do. */
function spread(
  count: number,
  { middleMs, wide, bounds }: { middleMs: number; wide: number; bounds: readonly number[] },
) {
  const slots = Array.from({ length: bounds.length + 1 }, () => 0);
  for (let index = 0; index < count; index += 1) {
    const share = (index + 0.5) / count;
    const value = middleMs * Math.exp(wide * Math.log(share / (1 - share)) * 0.55);
    const slot = bounds.findIndex((bound) => value < bound);
    slots[slot === -1 ? bounds.length : slot] = (slots[slot === -1 ? bounds.length : slot] ?? 0) + 1;
  }
  return slots;
}

const isOut = (place: number, hoursAgo: number) =>
  (outages[place % outages.length] ?? []).some(
    ({ daysAgo, hours }) => hoursAgo <= daysAgo * 24 && hoursAgo > daysAgo * 24 - hours,
  );

/** People move their meetings on weekdays, by day. */
function busyness(at: Date): number {
  const isWeekend = at.getUTCDay() % 6 === 0;
  const hour = at.getUTCHours();
  return isWeekend ? 0.25 : hour >= 7 && hour < 18 ? 1 : 0.4;
}

function makeHour({ place, calendars }: Of, at: Date, hoursAgo: number): PastHour {
  const seed = at.getTime() / hourMs + place * 7_919;
  const away = isOut(place, hoursAgo);
  const busy = busyness(at) * (0.8 + 0.4 * drawn(seed));
  const middleMs = away ? 90 * minuteMs : (4.5 - 2.5 * busy) * minuteMs * (0.85 + 0.3 * drawn(seed + 1));
  const ages = spread(calendars, { middleMs, wide: away ? 0.6 : 0.55, bounds: ageBoundsMs });
  const runs = Math.round(calendars * (4 + 6 * busy));
  const durations = spread(runs, {
    middleMs: (away ? 8_000 : 240) * (0.8 + 0.4 * drawn(seed + 2)),
    wide: 1.1,
    bounds: durationBoundsMs,
  });
  const failures = away ? Math.round(runs * 0.9) : Math.floor(drawn(seed + 3) * runs * 0.02);
  const good = away ? Math.round(calendars * 0.1) : calendars - (drawn(seed + 4) > 0.97 ? 1 : 0);
  return { at, calendars, ages, durations, runs, failures, good };
}

function toDay(at: Date, hours: readonly PastHour[]): PastDay {
  const sum = (figure: (hour: PastHour) => number) => hours.reduce((all, hour) => all + figure(hour), 0);
  const slots = (figure: (hour: PastHour) => readonly number[]) =>
    hours.reduce<number[]>((all, hour) => addSlots(all, figure(hour)), []);
  const [runs, failures, calendars, good] = [
    sum((hour) => hour.runs),
    sum((hour) => hour.failures),
    sum((hour) => hour.calendars),
    sum((hour) => hour.good),
  ];
  const lost = 100 * (1 - good / calendars) + 40 * (failures / runs);
  return {
    at,
    ...{ runs, failures, calendars, good },
    ages: slots((hour) => hour.ages),
    durations: slots((hour) => hour.durations),
    score: Math.max(0, Math.round(98 - lost - 3 * drawn(at.getTime() / dayMs))),
    calls: Math.round(runs * (1.15 + 0.5 * drawn(at.getTime() / dayMs + 11 + calendars))),
    rateLimited: drawn(at.getTime() / dayMs + 5) > 0.8 ? Math.ceil(runs * 0.004) : 0,
  };
}

/** A believable past up to the running hour: whole days before today, and the hours of the last seven days. */
export function pastFigures(of: Of, until: Date): Past {
  const now = Math.floor(until.getTime() / hourMs);
  const today = Math.floor(until.getTime() / dayMs);
  const count = daysKept * 24 + (now - today * 24);
  const all = Array.from({ length: count }, (_, index) => {
    const hour = now - count + index;
    return makeHour(of, new Date(hour * hourMs), now - hour);
  });
  const byDay = Map.groupBy(all, ({ at }) => Math.floor(at.getTime() / dayMs));
  return {
    hours: all.slice(-hoursKept),
    days: [...byDay].filter(([day]) => day < today).map(([day, hours]) => toDay(new Date(day * dayMs), hours)),
  };
}
