import { admitAttendees, admitPerson, nobody, type IncomingAttendees, type IncomingPerson } from "./admit-people";
import {
  eventLimits,
  type EventFlag,
  type EventKind,
  type EventStatus,
  type RemoteEvent,
  type Response,
  type SeriesPlace,
  type ShownAs,
  type Visibility,
} from "./event";
import { readTimes, type IncomingTime } from "./event-times";
import { findMeetingLink } from "./meeting-links/find";
import type { SetAside } from "./quarantine";
import { cleanLine, cleanText, readToken } from "./text";

/**
 * An occurrence as an adapter read it from the wire, word for word: nothing in it is trusted. What a provider invents
 * anew (a kind, a status) the adapter leaves out, and says so by `isUnfamiliar`.
 */
export type IncomingEvent = {
  readonly remoteId: unknown;
  readonly remoteVersion: unknown;
  readonly iCalUid?: unknown;
  readonly updatedAt?: unknown;
  readonly series?:
    | {
        readonly seriesId: unknown;
        readonly originalStart?: unknown;
        readonly isException: boolean;
      }
    | null
    | undefined;
  readonly kind?: EventKind | undefined;
  readonly status?: EventStatus | undefined;
  readonly shownAs?: ShownAs | undefined;
  readonly visibility?: Visibility | undefined;
  readonly title?: unknown;
  readonly location?: unknown;
  readonly description?: unknown;
  readonly start: IncomingTime;
  readonly end: IncomingTime;
  readonly organizer?: IncomingPerson | null | undefined;
  readonly attendees?: IncomingAttendees | undefined;
  /** Where the provider says it apart from the list of attendees. */
  readonly ownResponse?: Response | "organizer" | undefined;
  /** Addresses from the provider's own conference fields, the best first. */
  readonly conferenceUrls?: readonly unknown[] | undefined;
  readonly ownMark?: unknown;
  readonly isUnfamiliar?: boolean | undefined;
};

export type Admission =
  { readonly kind: "event"; readonly event: RemoteEvent } | { readonly kind: "set_aside"; readonly setAside: SetAside };

/** Checks and cleans one occurrence. Never throws: what cannot be kept is set aside with its reason. */
export function admitEvent(incoming: IncomingEvent, calendarZone: string): Admission {
  const remoteId = readId(incoming.remoteId);
  const setAside = (reason: SetAside["reason"]): Admission => ({ kind: "set_aside", setAside: { remoteId, reason } });
  if (remoteId === null) return setAside("no_id");
  const remoteVersion = readToken(incoming.remoteVersion, eventLimits.version);
  if (remoteVersion === null) return setAside("no_version");
  const reading = readTimes(incoming.start, incoming.end, calendarZone);
  if ("reason" in reading) return setAside(reading.reason);
  const series = readSeries(incoming.series ?? null);
  if (series === "lost") return setAside("no_series");

  const { flags: textFlags, ...texts } = readTexts(incoming);
  const { flags: peopleFlags, ...people } = readPeople(incoming);
  const flags = [
    ...reading.flags,
    ...textFlags,
    ...peopleFlags,
    ...(incoming.isUnfamiliar === true ? (["kind_unknown"] as const) : []),
  ];
  const event: RemoteEvent = {
    remoteId,
    remoteVersion,
    iCalUid: readToken(incoming.iCalUid, eventLimits.id),
    updatedAt: readInstant(incoming.updatedAt),
    series,
    ...readNature(incoming),
    ...texts,
    times: reading.times,
    ...people,
    ownMark: readToken(incoming.ownMark, eventLimits.id),
    flags: [...new Set(flags)].sort(),
  };
  return { kind: "event", event };
}

function readId(value: unknown): string | null {
  const id = readToken(value, eventLimits.id);
  return id !== null && utf8Length(id) <= eventLimits.id ? id : null;
}

/** What an adapter does not know is what a calendar would assume. */
function readNature({ kind = "event", status = "confirmed", shownAs = "busy", visibility = "default" }: IncomingEvent) {
  return { kind, status, shownAs, visibility };
}

type People = Pick<RemoteEvent, "organizer" | "attendees" | "ownResponse"> & { readonly flags: readonly EventFlag[] };

function readPeople({ organizer: by, attendees: incoming, ownResponse }: IncomingEvent): People {
  const attendees = incoming === undefined ? nobody : admitAttendees(incoming);
  const organizer = by ? admitPerson(by) : null;
  const flags: readonly EventFlag[] = attendees.listed.length < attendees.total ? ["attendees_cut"] : [];
  const self = attendees.listed.find(({ isSelf }) => isSelf);
  return {
    organizer,
    attendees,
    ownResponse: ownResponse ?? (organizer?.isSelf ? "organizer" : (self?.response ?? "none")),
    flags,
  };
}

type Texts = Pick<RemoteEvent, "title" | "location" | "join"> & { readonly flags: readonly EventFlag[] };

function readTexts(incoming: IncomingEvent): Texts {
  const title = cleanLine(incoming.title, eventLimits.line);
  const location = cleanLine(incoming.location, eventLimits.line);
  const { text: description } = cleanText(incoming.description, eventLimits.searched);
  const structured = (incoming.conferenceUrls ?? []).filter((url): url is string => typeof url === "string");
  const join = findMeetingLink({ structured, location: location.text, description });
  const flags: EventFlag[] = [];
  if (title.cleaned || location.cleaned) flags.push("text_cleaned");
  if (title.cut || location.cut) flags.push("text_cut");
  return { title: title.text, location: location.text, join, flags };
}

function readSeries(incoming: IncomingEvent["series"] | null): SeriesPlace | null | "lost" {
  if (incoming === null || incoming === undefined) return null;
  const seriesId = readToken(incoming.seriesId, eventLimits.id);
  if (seriesId === null) return "lost";
  return { seriesId, originalStart: readToken(incoming.originalStart, 64), isException: incoming.isException };
}

/** Only what is an instant of this era: providers also write year 1 for "never". */
function readInstant(value: unknown): Date | null {
  const date = value instanceof Date ? value : new Date(typeof value === "string" ? value : NaN);
  const year = date.getUTCFullYear();
  return year >= eventLimits.firstYear && year <= eventLimits.lastYear ? date : null;
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7f) length += unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return length;
}
