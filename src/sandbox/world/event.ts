import type { When } from "./when";

export interface Person {
  readonly email: string;
  readonly name?: string;
}

export type Response = "needsAction" | "declined" | "tentative" | "accepted";

export interface Attendee extends Person {
  readonly response: Response;
  readonly optional?: boolean;
  readonly resource?: boolean;
  readonly comment?: string;
  readonly additionalGuests?: number;
}

/** What both providers know of an event. Anything only one of them knows is in `extra`, in that provider's words. */
export interface EventFields {
  readonly summary: string | null;
  readonly description: string | null;
  readonly location: string | null;
  readonly status: "confirmed" | "tentative" | "cancelled";
  readonly start: When;
  readonly end: When;
  /** RRULE, EXRULE, RDATE and EXDATE lines of a series; null for anything else. */
  readonly recurrence: readonly string[] | null;
  readonly free: boolean;
  readonly visibility: "default" | "public" | "private" | "confidential";
  readonly eventType: string;
  readonly organizer: Person;
  readonly creator: Person;
  readonly attendees: readonly Attendee[];
  readonly extra: Readonly<Record<string, unknown>>;
}

/** What a series was before a change: needed to tell readers which occurrences ceased to exist. */
export interface FormerSeries {
  /** The revision that ended it. */
  readonly endedBy: number;
  readonly start: When;
  readonly end: When;
  readonly recurrence: readonly string[] | null;
}

/** One version of an event. Versions are never changed, only followed by others. */
export interface EventRecord extends EventFields {
  readonly id: string;
  readonly uid: string;
  /** Position in the calendar's stable order. */
  readonly ordinal: number;
  /** The calendar's revision that made this version: also its etag. */
  readonly revision: number;
  readonly sequence: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** True once the whole event is deleted (a cancelled occurrence of a living series is not). */
  readonly deleted: boolean;
  /** The series this is an exception of, and which occurrence. */
  readonly seriesId: string | null;
  readonly original: When | null;
  readonly former: readonly FormerSeries[];
  /** The version before, kept a while for stale reads. */
  readonly prior: EventRecord | null;
}

export const NO_FIELDS = {
  summary: null,
  description: null,
  location: null,
  status: "confirmed",
  recurrence: null,
  free: false,
  visibility: "default",
  eventType: "default",
  attendees: [],
  extra: {},
} as const satisfies Partial<EventFields>;
