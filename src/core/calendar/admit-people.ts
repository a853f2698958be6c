import { eventLimits, type Attendee, type Attendees, type Person, type Response, type Role } from "./event";
import { cleanLine, readToken } from "./text";

/** A person as a provider names them. */
export type IncomingPerson = {
  readonly email?: unknown;
  readonly name?: unknown;
  readonly isSelf?: boolean | undefined;
};
export type IncomingAttendee = IncomingPerson & {
  /** The adapter's reading of the answer; what it does not know is "none". */
  readonly response?: Response | undefined;
  readonly role?: Role | undefined;
};
export type IncomingAttendees = {
  readonly listed: readonly IncomingAttendee[];
  readonly isPartial?: boolean | undefined;
};

export const nobody: Attendees = { total: 0, listed: [], isPartial: false };

export function admitPerson(incoming: IncomingPerson): Person {
  const name = cleanLine(incoming.name, eventLimits.line).text;
  return { email: readEmail(incoming.email), name: name === "" ? null : name, isSelf: incoming.isSelf === true };
}

/**
 * Ourselves first, then by address: providers list attendees in an order that changes without a change. Too many are
 * cut, never ourselves.
 */
export function admitAttendees(incoming: IncomingAttendees): Attendees {
  const total = incoming.listed.length;
  if (total === 0) return incoming.isPartial === true ? { ...nobody, isPartial: true } : nobody;
  const known = incoming.listed.map(admitAttendee).sort(byPlace);
  const listed = known.slice(0, eventLimits.attendees);
  return { total, listed, isPartial: incoming.isPartial === true || listed.length < total };
}

function admitAttendee(incoming: IncomingAttendee): Attendee {
  return { ...admitPerson(incoming), response: incoming.response ?? "none", role: incoming.role ?? "required" };
}

function readEmail(value: unknown): string | null {
  const email = readToken(value, 320);
  return email === null
    ? null
    : email
        .trim()
        .toLowerCase()
        .replace(/^mailto:/, "");
}

/** By code units, so that the order is the same on every machine. */
function byPlace(one: Attendee, other: Attendee): number {
  if (one.isSelf !== other.isSelf) return one.isSelf ? -1 : 1;
  const [a, b] = [`${one.email}\n${one.name}\n${one.role}`, `${other.email}\n${other.name}\n${other.role}`];
  return a < b ? -1 : Number(a > b);
}
