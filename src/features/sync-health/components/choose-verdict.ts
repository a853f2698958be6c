import type { CalendarHealth, ConnectionHealth, Health } from "../schema";

/** The one sentence of the page, as a value: which it is and about whom. */
export type Verdict =
  | { kind: "nothing" }
  | { kind: "reconnect"; first: ConnectionHealth; count: number }
  | { kind: "held"; first: ConnectionHealth; calendar: CalendarHealth }
  | { kind: "disabled"; first: ConnectionHealth; count: number }
  | { kind: "outage"; first: ConnectionHealth; count: number }
  | { kind: "late"; first: ConnectionHealth; calendars: number }
  | { kind: "unknown"; first: ConnectionHealth; calendars: number }
  | { kind: "waiting"; calendars: number }
  | { kind: "catchingUp"; calendars: number; events: number }
  | { kind: "paused" }
  | { kind: "proven"; lastChange: string | null };

const calendarsOf = (syncs: readonly ConnectionHealth[]) => syncs.flatMap(({ calendars }) => calendars);
const inState = (syncs: readonly ConnectionHealth[], state: ConnectionHealth["state"]) =>
  syncs.filter((each) => each.state === state);
const count = (syncs: readonly ConnectionHealth[], state: ConnectionHealth["state"]) =>
  calendarsOf(syncs).filter((each) => each.state === state).length;

type Rule = (syncs: readonly ConnectionHealth[]) => Verdict | null;

function accounts(
  state: "needs_reconnecting" | "disabled" | "provider_outage",
  kind: "reconnect" | "disabled" | "outage",
): Rule {
  return (syncs) => {
    const found = inState(syncs, state);
    return found[0] ? { kind, first: found[0], count: found.length } : null;
  };
}

function calendars(state: "late" | "unknown"): Rule {
  return (syncs) => {
    const first = syncs.find((each) => each.state === state || each.calendars.some((one) => one.state === state));
    return first ? { kind: state, first, calendars: Math.max(1, count(syncs, state)) } : null;
  };
}

/** A deletion that waits for a person is theirs to decide, whatever else is late. */
const held: Rule = (syncs) => {
  for (const first of syncs) {
    const calendar = first.calendars.find((each) => each.held?.waitsFor === "person");
    if (calendar) return { kind: "held", first, calendar };
  }
  return null;
};

/** Connected a moment ago: that nothing was read yet is no trouble. */
const waiting: Rule = (syncs) => {
  const unread = calendarsOf(syncs).filter(({ state }) => state === "unknown");
  const isFirst = unread.every(
    ({ cause, lastTried, isRunning }) => cause === "never_read" && (lastTried === null || isRunning),
  );
  return unread.length > 0 && isFirst ? { kind: "waiting", calendars: unread.length } : null;
};

const catchingUp: Rule = (syncs) => {
  const reading = calendarsOf(syncs).filter(({ state }) => state === "catching_up");
  const events = reading.reduce((sum, { eventsSynced }) => sum + eventsSynced, 0);
  return reading.length > 0 ? { kind: "catchingUp", calendars: reading.length, events } : null;
};

const paused: Rule = (syncs) => (syncs.every(({ state }) => state === "paused") ? { kind: "paused" } : null);

/** What needs a person first, then what the provider does, then what is late. Green only when nothing of it is left. */
const rules: readonly Rule[] = [
  accounts("needs_reconnecting", "reconnect"),
  held,
  accounts("disabled", "disabled"),
  accounts("provider_outage", "outage"),
  calendars("late"),
  waiting,
  calendars("unknown"),
  catchingUp,
  paused,
];

export function chooseVerdict({ syncs }: Health): Verdict {
  if (syncs.length === 0) return { kind: "nothing" };
  for (const rule of rules) {
    const verdict = rule(syncs);
    if (verdict) return verdict;
  }
  const changes = calendarsOf(syncs).flatMap(({ lastChange }) => lastChange ?? []);
  return { kind: "proven", lastChange: changes.sort().at(-1) ?? null };
}
