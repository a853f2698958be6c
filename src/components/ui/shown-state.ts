import type { State } from "./state-glyph";

const shown = {
  healthy: "healthy",
  catching_up: "catchingUp",
  late: "late",
  provider_outage: "outage",
  needs_reconnecting: "reconnect",
  disabled: "disabled",
  paused: "paused",
  unknown: "unknown",
} as const satisfies Readonly<Record<string, State>>;

export type HealthState = keyof typeof shown;

/** In the order in which counters stand: what goes well, what passes by itself, what somebody has to do. */
export const healthStates = Object.keys(shown) as readonly HealthState[];

/** The eight states as the glyphs call them. A page that lost contact no longer claims what it saw. */
export const toShown = (state: HealthState, lost = false): State =>
  lost && (state === "healthy" || state === "catching_up") ? "unknown" : shown[state];
