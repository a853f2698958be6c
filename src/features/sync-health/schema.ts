import type { CalendarHealthShape, ConnectionHealthShape, HealthShape } from "@/server/health/shapes";
import type { State } from "@/components/ui/state-glyph";

export type Health = HealthShape;
export type ConnectionHealth = ConnectionHealthShape;
export type CalendarHealth = CalendarHealthShape;
type HealthState = ConnectionHealth["state"];

const shown: Readonly<Record<HealthState, State>> = {
  healthy: "healthy",
  catching_up: "catchingUp",
  late: "late",
  provider_outage: "outage",
  needs_reconnecting: "reconnect",
  disabled: "disabled",
  paused: "paused",
  unknown: "unknown",
};

/** The eight states as the glyphs call them. A page that lost contact no longer claims what it saw. */
export function toShown(state: HealthState, lost = false): State {
  return lost && (state === "healthy" || state === "catching_up") ? "unknown" : shown[state];
}

/** Something is going on that changes within seconds. */
export const isBusy = ({ syncs }: Health): boolean =>
  syncs.some(({ calendars }) => calendars.some(({ isRunning }) => isRunning));

/** The newest proof that covers the whole connection: of its calendars the oldest one. */
export function provenAt({ calendars, lastSync }: ConnectionHealth): string | null {
  const proofs = calendars.map(({ lastSuccess }) => lastSuccess);
  if (proofs.length === 0) return lastSync;
  return proofs.includes(null) ? null : (proofs.filter((each) => each !== null).sort()[0] ?? null);
}

/** A run as its history tells it. */
export type RunDetail = {
  id: string;
  at: string;
  trigger: string;
  kind: string;
  outcome: CalendarHealth["runs"][number]["outcome"];
  durationMs: number | null;
  pages: number;
  added: number;
  changed: number;
  removed: number;
  drift: number;
  calls: number;
  retries: number;
  code: string | null;
  requestId: string | null;
};

/** An event that could not be taken in; its contents are not stored. */
export type SetAside = {
  remoteId: string;
  reason: string;
  field: string | null;
  attempts: number;
  firstSeen: string;
};

export type NextMeeting = {
  id: string;
  title: string | null;
  startsAt: string;
  endsAt: string;
  attendeeCount: number;
  joinUrl: string | null;
  joinService: string | null;
  calendarName: string | null;
};
