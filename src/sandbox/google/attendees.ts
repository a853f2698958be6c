import type { Attendee, EventRecord } from "../world/event";
import { failInvalid } from "./errors";

const RESPONSES = ["needsAction", "declined", "tentative", "accepted"] as const;
const MOST = 5_000;

export function readAttendees(value: unknown): readonly Attendee[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value) || value.length > MOST) return failInvalid("attendees");
  return value.map(readAttendee);
}

function readAttendee(value: unknown): Attendee {
  const given = (typeof value === "object" && value !== null ? value : {}) as Record<string, unknown>;
  const { email, displayName, responseStatus, optional, resource, comment, additionalGuests } = given;
  if (typeof email !== "string" || !email.includes("@") || email.length > 320)
    return failInvalid("attendees.email", "Invalid attendee email.");
  return {
    email: email.toLowerCase(),
    response: readResponse(responseStatus),
    ...(typeof displayName === "string" ? { name: displayName } : {}),
    ...(optional === true ? { optional } : {}),
    ...(resource === true ? { resource } : {}),
    ...(typeof comment === "string" ? { comment } : {}),
    ...(typeof additionalGuests === "number" ? { additionalGuests } : {}),
  };
}

function readResponse(value: unknown): Attendee["response"] {
  const response = (value ?? "needsAction") as Attendee["response"];
  return RESPONSES.includes(response) ? response : failInvalid("attendees.responseStatus");
}

/** What somebody may write who does not organize the event: their own answer, nobody else's. */
export function ownAnswerOnly(
  before: EventRecord,
  wanted: readonly Attendee[],
  ownerEmail: string,
): readonly Attendee[] {
  const own = wanted.find((attendee) => attendee.email === ownerEmail);
  if (!own) return before.attendees;
  return before.attendees.map((attendee) =>
    attendee.email === ownerEmail
      ? { ...attendee, response: own.response, ...(own.comment === undefined ? {} : { comment: own.comment }) }
      : attendee,
  );
}
