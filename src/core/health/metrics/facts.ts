import type { TokenHealth } from "../../tokens/token-lifecycle";
import type { HealthState } from "../words";

/** A calendar as its last verdict and its rows tell it. Paused ones are not among them: they prove nothing either way. */
export type ScoredCalendar = {
  readonly state: HealthState;
  /** It was read to its end at least once. */
  readonly isProven: boolean;
  readonly wasTried: boolean;
  readonly consecutiveFailures: number;
  readonly events: number;
  readonly setAside: number;
};

export type ScoreFacts = { readonly token: TokenHealth; readonly calendars: readonly ScoredCalendar[] };

export type Measured = {
  /** 0 to 1: how much of the metric's weight is kept. */
  readonly share: number;
  /** What was lost is the provider's doing, and passes by itself. */
  readonly isProviders?: boolean;
  readonly reason: string;
};

export type HealthMetric = {
  /** Points of 100. */
  readonly weight: number;
  /** What the metric stands for. */
  readonly name: string;
  /** Why it counts, and for as much. */
  readonly why: string;
  /** Null when there is nothing to measure, which is not zero. */
  readonly measure: (facts: ScoreFacts) => Measured | null;
};

export const meanOf = (shares: readonly number[]): number | null =>
  shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length;
