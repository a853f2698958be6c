import type { HealthState } from "../health/words";
import type { Delay } from "./assess-delay";

/** Runs of the last hour that have ended. */
export type RunCounts = { readonly total: number; readonly failed: number };

export type ChannelFacts = {
  readonly id: string;
  readonly state: string;
  /** Openings, renewals and processings that failed in a row. */
  readonly failures: number;
  /** The last word of any channel of the calendar, or when the first of them was opened. */
  readonly heardAt: Date;
  /** Reads of the last day that nobody had announced, and that found something. */
  readonly unannounced: number;
};

export type CalendarFacts = {
  readonly calendarId: string;
  readonly state: HealthState;
  readonly intervalMs: number;
  readonly lastSuccessAt: Date | null;
  readonly consecutiveFailures: number;
  readonly isPaused: boolean;
  readonly heldAt: Date | null;
  readonly runs: RunCounts;
  /** Of the last 24 hours. */
  readonly setAside: number;
  readonly drift: number;
  readonly channel: ChannelFacts | null;
  readonly quietDay: QuietDay | null;
  /** How late it is in its person's hours; null before the first proof, and while it is not late. */
  readonly delay: Delay | null;
};

/** A working day without a meeting where the same day of the weeks before always had some. */
export type QuietDay = { readonly date: string; readonly usual: number; readonly weeks: number };

export type GrantFacts = {
  readonly canRenew: boolean;
  readonly accessExpiresAt: Date | null;
  /** When the grant itself ends, where the provider says. */
  readonly endsAt: Date | null;
  readonly grantedAt: Date | null;
};

/** What the rows of one account say. */
export type ConnectionFacts = {
  readonly connectionId: string;
  readonly provider: string;
  readonly state: HealthState;
  readonly since: Date;
  readonly isPaused: boolean;
  /** The provider fails for everybody: no account of it is to blame. */
  readonly providerTroubleSince: Date | null;
  readonly grant: GrantFacts | null;
  readonly calendars: readonly CalendarFacts[];
};

/** What concerns all accounts. */
export type InstanceFacts = {
  readonly troubles: readonly { readonly provider: string; readonly since: Date }[];
  /** Null before anything ever said that it lives. */
  readonly lastBeatAt: Date | null;
  /** It was that of a timer, which beats only when it calls. */
  readonly isTimer: boolean;
  /** It has been said that nothing beats. */
  readonly isKnownSilent?: boolean;
  /** Work that is due and that nobody does. */
  readonly oldestDueAt: Date | null;
  readonly budgets: readonly { readonly provider: string; readonly usedShare: number }[];
};
