import type { QuietDay } from "@/core/alerts/facts";
import { findQuietDay, leastShare, leastWeeks, weeksBack } from "@/core/alerts/find-quiet-day";
import { openingSpans, type OpeningHours } from "@/core/availability/opening-hours";
import { addDays, dayOf, hourMs, startOfDay, type Day } from "@/core/time/wall-time";
import { countDays, countQuietOthers, listWeekdays, type WorkedDay } from "@/server/db/meetings/count-days";
import type { Tx } from "@/server/db/open-database";
import { loadHoursOf } from "@/server/people/working-hours";

type Account = { readonly workspaceId: string; readonly connectionId: string; readonly userId: string };

/** As long as a mirror may reach back; older days were counted in their time. */
const daysCounted = 30;
/** A day that has only just begun may still be filled. */
const settledMs = hourMs;

/** From the first to the last of a day's hours; null on a day without any. */
function workedDay(hours: OpeningHours, day: Day): WorkedDay | null {
  const [begins, ends] = [startOfDay(day, hours.zone), startOfDay(addDays(day, 1), hours.zone)];
  const spans = openingSpans(hours, { from: begins.getTime(), to: ends.getTime() });
  const [first, last] = [spans.find(({ from }) => from >= begins.getTime()), spans.at(-1)];
  return first === undefined || last === undefined ? null : { day, from: new Date(first.from), to: new Date(last.to) };
}

/** MON-4. Keeps what is usual of an account: the days that are over. */
export async function keepMeetingDays(tx: Tx, account: Account, now: Date): Promise<void> {
  const hours = await loadHoursOf(tx, account);
  const today = dayOf(now, hours.zone);
  const days = Array.from({ length: daysCounted }, (_, back) => workedDay(hours, addDays(today, -1 - back)));
  await countDays(tx, account, {
    days: days.filter((day) => day !== null),
    forgetBefore: addDays(today, -7 * weeksBack - 7),
  });
}

/** Calendars of an account that are empty today although the same weekday always had meetings. */
export async function loadQuietDays(tx: Tx, account: Account, now: Date): Promise<ReadonlyMap<string, QuietDay>> {
  const hours = await loadHoursOf(tx, account);
  const today = workedDay(hours, dayOf(now, hours.zone));
  if (today === null || now.getTime() < today.from.getTime() + settledMs) return new Map();
  const before = Array.from({ length: weeksBack }, (_, week) => addDays(today.day, -7 * (week + 1)));
  const rows = await listWeekdays(tx, { ...account, today, before });
  // An absence stands in one calendar and explains the others.
  const isAway = rows.some((row) => row.is_away);
  const of = (row: (typeof rows)[number], others: { usual: number; quiet: number }) =>
    findQuietDay({ today: today.day, meetings: row.meetings, before: row.before, isAway, others });
  const suspects = rows.filter((row) => of(row, { usual: 0, quiet: 0 }) !== null);
  if (suspects.length === 0) return new Map();
  const others = await countQuietOthers(tx, { ...account, today, before, leastWeeks, leastShare });
  return new Map(
    suspects.flatMap((row) => {
      const found = of(row, others);
      return found === null ? [] : [[row.calendar_id, found] as const];
    }),
  );
}
