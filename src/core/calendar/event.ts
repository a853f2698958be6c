import type { Day, WallTime } from "../time/wall-time";
import type { MeetingLink } from "./meeting-links/find";

/** A time of an event: the instant, and what was agreed on, so that both can be shown and the instant derived anew. */
export type Moment = {
  readonly at: Date;
  readonly wall: WallTime;
  /** The IANA zone of the wall time; null when nobody knows the zone and only the instant is certain. */
  readonly zone: string | null;
  /** The zone's name as the provider wrote it, kept for the way back; null for a floating time. */
  readonly writtenZone: string | null;
};

/** All-day events are days, not instants: they are never shifted. `endDay` is the first day after. */
export type EventTimes =
  | { readonly kind: "timed"; readonly start: Moment; readonly end: Moment }
  | { readonly kind: "all_day"; readonly firstDay: Day; readonly endDay: Day };

/** Where an occurrence belongs. Its identity is the place that the rule gave it, wherever it was moved to. */
export type SeriesPlace = {
  readonly seriesId: string;
  /** `2026-03-08` or `2026-03-08T07:30:00Z`; null when the provider does not say. */
  readonly originalStart: string | null;
  readonly isException: boolean;
};

export type EventKind =
  "event" | "focus_time" | "out_of_office" | "working_location" | "birthday" | "from_mail" | "other";
export type EventStatus = "confirmed" | "tentative" | "cancelled";
export type ShownAs = "busy" | "free" | "tentative" | "out_of_office" | "working_elsewhere";
export type Visibility = "default" | "public" | "private" | "confidential";
export type Response = "none" | "accepted" | "tentative" | "declined";
export type Role = "required" | "optional" | "resource";

export type Person = { readonly email: string | null; readonly name: string | null; readonly isSelf: boolean };
export type Attendee = Person & { readonly response: Response; readonly role: Role };
export type Attendees = {
  /** As many as the provider named, before ours were cut. */
  readonly total: number;
  readonly listed: readonly Attendee[];
  /** The provider, or we, left some out. */
  readonly isPartial: boolean;
};

/** What was unusual about an event that is kept nevertheless. */
export type EventFlag =
  | "text_cleaned"
  | "text_cut"
  | "attendees_cut"
  | "zone_unknown"
  | "zone_custom"
  | "zone_contradicts_offset"
  | "floating"
  | "in_gap"
  | "no_end"
  | "kind_unknown";

/**
 * One occurrence as the provider has it, checked and cleaned: an event, or one of a series, never a series' master.
 * It holds what the product uses and no more: a description is searched for its link and not kept.
 */
export type RemoteEvent = {
  readonly remoteId: string;
  /** Changes with every change; goes back to the provider in If-Match. Says nothing about which is newer. */
  readonly remoteVersion: string;
  readonly iCalUid: string | null;
  readonly updatedAt: Date | null;
  readonly series: SeriesPlace | null;
  readonly kind: EventKind;
  /** A cancelled event is one that is still shown as called off; a deleted one is a removal. */
  readonly status: EventStatus;
  readonly shownAs: ShownAs;
  readonly visibility: Visibility;
  readonly title: string;
  readonly location: string;
  readonly times: EventTimes;
  readonly organizer: Person | null;
  readonly attendees: Attendees;
  /** What the calendar's owner answered; whoever organizes has nothing to answer. */
  readonly ownResponse: Response | "organizer";
  readonly join: MeetingLink | null;
  /** The mark of the write of ours that made this event, if one did. */
  readonly ownMark: string | null;
  readonly flags: readonly EventFlag[];
};

export const eventLimits = {
  /** Bytes of an id; PostgreSQL refuses an index row above 2,704. */
  id: 1_024,
  version: 1_024,
  line: 1_024,
  attendees: 200,
  /** How far a description is searched for a link. */
  searched: 262_144,
  firstYear: 1900,
  lastYear: 2999,
} as const;
