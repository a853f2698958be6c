/** The eight states of a calendar or a connection; `words` says what each is called elsewhere. */
export type HealthState =
  "healthy" | "catching_up" | "late" | "provider_outage" | "needs_reconnecting" | "disabled" | "paused" | "unknown";

/** OPS-2. */
export type OperationsLevel = "healthy" | "partial" | "critical";

type Words = {
  /** MON-1. */
  readonly status: "healthy" | "degraded";
  readonly isActive: boolean;
  readonly counts: "working" | "failing" | "left_out";
  readonly badge: string;
};

const says = (status: Words["status"], isActive: boolean, rest: Pick<Words, "counts" | "badge">): Words => ({
  status,
  isActive,
  ...rest,
});

export const words: Readonly<Record<HealthState, Words>> = {
  healthy: says("healthy", true, { counts: "working", badge: "Active" }),
  catching_up: says("healthy", true, { counts: "working", badge: "Catching up" }),
  late: says("degraded", true, { counts: "failing", badge: "Late" }),
  provider_outage: says("degraded", true, { counts: "failing", badge: "Provider trouble" }),
  needs_reconnecting: says("degraded", false, { counts: "failing", badge: "Needs reconnecting" }),
  disabled: says("degraded", false, { counts: "failing", badge: "Disabled" }),
  paused: says("healthy", false, { counts: "left_out", badge: "Paused" }),
  unknown: says("degraded", true, { counts: "failing", badge: "Unknown" }),
};

/** The worst first: what a person must do comes before what passes by itself. */
const worstFirst: readonly HealthState[] = [
  "needs_reconnecting",
  "disabled",
  "provider_outage",
  "late",
  "unknown",
  "catching_up",
  "healthy",
];

/** Of two the one that asks for more; a pause yields to whatever says something. */
export function worseOf(one: HealthState, other: HealthState): HealthState {
  const rank = (state: HealthState) => {
    const at = worstFirst.indexOf(state);
    return at === -1 ? worstFirst.length : at;
  };
  return rank(one) <= rank(other) ? one : other;
}

/** A connection is as its worst calendar; paused ones say nothing, unless there is nothing else. */
export function summariseStates(states: readonly HealthState[]): HealthState {
  const worst = worstFirst.find((state) => states.includes(state));
  return worst ?? (states.length > 0 ? "paused" : "unknown");
}

/** MON-1: one word for all. */
export function toStatus(states: readonly HealthState[]): Words["status"] {
  return states.every((state) => words[state].status === "healthy") ? "healthy" : "degraded";
}

/** OPS-2: all work, some fail, more than half fail. */
export function toLevel(states: readonly HealthState[]): OperationsLevel {
  const counted = states.filter((state) => words[state].counts !== "left_out");
  const failing = counted.filter((state) => words[state].counts === "failing").length;
  if (failing === 0) return "healthy";
  return failing > counted.length / 2 ? "critical" : "partial";
}
