import type { TokenHealth } from "../tokens/token-lifecycle";
import type { HealthReason } from "./assess-health";
import { summariseStates, type HealthState } from "./words";

/** What is said of a calendar or a connection, without the moment at which it would end. */
export type HealthFinding = {
  readonly state: HealthState;
  readonly because: HealthReason;
  readonly since: Date | null;
};

export type ConnectionEvidence = {
  readonly pausedAt: Date | null;
  readonly token: TokenHealth;
  readonly lostAt: Date | null;
  /** Those that are selected and still there. */
  readonly calendars: readonly HealthFinding[];
};

/** A connection is as its worst calendar, unless its access or a person ended all of them, or it has none yet. */
export function assessConnection({ pausedAt, token, lostAt, calendars }: ConnectionEvidence): HealthFinding {
  if (pausedAt !== null) return { state: "paused", because: "paused_by_person", since: pausedAt };
  if (token === "needs_reauth" || token === "missing")
    return { state: "needs_reconnecting", because: "access_ended", since: lostAt };
  const state = summariseStates(calendars.map((calendar) => calendar.state));
  const worst = calendars.filter((calendar) => calendar.state === state);
  const oldest = worst.toSorted((a, b) => (a.since?.getTime() ?? 0) - (b.since?.getTime() ?? 0))[0];
  return { state, because: oldest?.because ?? "never_read", since: oldest?.since ?? null };
}
