import type { RunDetailShape, SetAsideShape } from "@/server/health/history-shapes";
import type { NextMeetingShape } from "@/server/meetings/shapes";
import type {
  BookingEffectShape,
  CalendarHealthShape,
  ConnectionHealthShape,
  HealthShape,
  PastDaysShape,
} from "@/server/health/shapes";
import { toShown } from "@/components/ui/shown-state";
import type { State } from "@/components/ui/state-glyph";

export type Health = HealthShape;
export type ConnectionHealth = ConnectionHealthShape;
export type CalendarHealth = CalendarHealthShape;

/** A booking page that suffers from calendars of the person who looks. */
export type BookingEffect = BookingEffectShape;
/** The same the other way round: one calendar, and every page it spoils. */
export type SpoiltPages = { calendar: BookingEffect["calendars"][number]; pages: BookingEffect[] };

/** Whose answer the page and the line above every other page share. */
export const healthPath = "/api/calendar/health";
export const newsPath = "/api/calendar/health/stream";

type Judged = Pick<ConnectionHealth, "state" | "cause">;

/** A first read that has begun and stored nothing yet: unknown to the evidence, and to the eye on its way. */
const isBeginning = ({ state, cause }: Judged, isRunning: boolean): boolean =>
  state === "unknown" && cause === "never_read" && isRunning;

export function shownOf(judged: Judged, { isRunning, lost }: { isRunning: boolean; lost: boolean }): State {
  return isBeginning(judged, isRunning) && !lost ? "catchingUp" : toShown(judged.state, lost);
}

export const isReading = ({ calendars }: ConnectionHealth): boolean => calendars.some(({ isRunning }) => isRunning);

/** Whose states only their person can end, the most urgent first. */
const yours: readonly ConnectionHealth["state"][] = ["needs_reconnecting", "disabled"];

/** 0 is the most urgent; null when nothing waits for the person. */
export function urgency({ state, calendars }: ConnectionHealth): number | null {
  const at = yours.indexOf(state);
  if (at !== -1) return at;
  return calendars.some(({ held }) => held?.waitsFor === "person") ? yours.length : null;
}

/** Something is going on that changes within seconds. */
export const isBusy = ({ syncs }: Health): boolean => syncs.some(isReading);

/** The newest proof that covers the whole connection: of its calendars the oldest one. */
export function provenAt({ calendars, lastSync }: ConnectionHealth): string | null {
  const proofs = calendars.map(({ lastSuccess }) => lastSuccess);
  if (proofs.length === 0) return lastSync;
  return proofs.includes(null) ? null : (proofs.filter((each) => each !== null).sort()[0] ?? null);
}

export type PastDays = PastDaysShape;
export type RunDetail = RunDetailShape;
export type SetAside = SetAsideShape;
export type NextMeeting = NextMeetingShape;
