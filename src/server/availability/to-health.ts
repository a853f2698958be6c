import type { CalendarReading } from "@/core/availability/degrade";
import type { Arranged } from "./arrange-hosts";
import type { AvailabilityShape, CalendarHealthShape, ErrorCategory } from "./shapes";

const isUnreadable = ({ state }: CalendarReading) => state === "unreadable";
const isToken = ({ because }: CalendarReading) => because === "token";
const unique = (texts: readonly string[]) => [...new Set(texts)];

/** BKG-2. What the answer rests on: with names for those who may read them, in figures for everybody. */
export function toCalendarHealth({ calendars }: Pick<Arranged, "calendars">, isInsider: boolean): CalendarHealthShape {
  const failed = calendars.filter(({ reading }) => isUnreadable(reading));
  const lost = failed.filter(({ reading }) => isToken(reading));
  const [total, successful] = [calendars.length, calendars.length - failed.length];
  const addresses = unique(lost.map(({ row }) => row?.account_email ?? row?.name ?? ""));
  return {
    // OPS-2: partial when some fail, critical when more than half do.
    status:
      failed.length === 0 && total > 0 ? "healthy" : failed.length * 2 > total || total === 0 ? "critical" : "partial",
    total_calendars: total,
    successful_calendars: successful,
    failed_calendars: isInsider ? failed.map(({ reading }) => reading.name) : failed.length,
    token_issues: isInsider ? addresses : addresses.length,
    message: sentenceOf({ total, failed: failed.length, lost: lost.length }),
  };
}

function sentenceOf({ total, failed, lost }: { total: number; failed: number; lost: number }): string {
  if (total === 0) return "No calendar is chosen.";
  const checked = `${total - failed}/${total} calendars checked successfully.`;
  if (failed === 0) return checked;
  const needs = lost === 1 ? "1 needs re-authorization." : `${lost} need re-authorization.`;
  return lost > 0 ? `${checked} ${needs}` : `${checked} ${failed} could not be read.`;
}

export function categoryOf({ calendars, offer }: Arranged): ErrorCategory | null {
  if (offer.standing === "open") return null;
  return calendars.some(({ reading }) => isUnreadable(reading) && isToken(reading)) ? "token_issues" : "system_error";
}

/** BKG-2. The step of degradation an answer stands on, the worst that applies. */
export function soundnessOf({ calendars, offer }: Arranged): AvailabilityShape["soundness"] {
  if (offer.standing !== "open") return offer.standing;
  if (calendars.some(({ reading }) => isUnreadable(reading))) return "partial";
  return calendars.some(({ reading }) => reading.state === "older") ? "older" : "fresh";
}

const age = (ms: number) => {
  const minutes = Math.round(ms / 60_000);
  return minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
};

/** Sentences about what is missing, the worst first. */
export function warningsOf(arranged: Arranged, isInsider: boolean, now: Date): string[] {
  const { calendars, malformed } = arranged;
  const failed = calendars.filter(({ reading }) => isUnreadable(reading));
  const older = calendars.filter(({ reading }) => reading.state === "older");
  const nameThem = (some: typeof calendars) =>
    isInsider ? `: ${some.map(({ reading }) => reading.name).join(", ")}` : "";
  const oldest = Math.max(0, ...older.map(({ reading }) => now.getTime() - (reading.provenAt ?? now).getTime()));
  const count = (n: number) => (n === 1 ? "1 calendar" : `${n} calendars`);
  return [
    ...(failed.length > 0 ? [`Could not check availability for ${count(failed.length)}${nameThem(failed)}`] : []),
    ...(older.length > 0
      ? [`${count(older.length)} could not be read anew; the last reading is ${age(oldest)} old${nameThem(older)}`]
      : []),
    ...(malformed > 0
      ? [`${malformed === 1 ? "1 busy period was" : `${malformed} busy periods were`} malformed and left out`]
      : []),
  ];
}
