import type { EventKind, RemoteEvent } from "./event";

/** Why an event is, or is not, a meeting. */
export type MeetingReason =
  | "others_attend"
  | "invited"
  | "join_link"
  | "alone"
  | "only_resources"
  | "whole_day"
  | `kind_${Exclude<EventKind, "event">}`;
export type MeetingVerdict = { readonly isMeeting: boolean; readonly because: MeetingReason };

type Evidence = Pick<RemoteEvent, "kind" | "times" | "attendees" | "organizer" | "join">;

/**
 * Whether people meet. Says nothing of whether it takes place or whether we go: a cancelled meeting is a meeting, so
 * that its record can be cancelled too.
 */
export function classifyMeeting({ kind, times, attendees, organizer, join }: Evidence): MeetingVerdict {
  if (kind !== "event" && kind !== "other") return { isMeeting: false, because: `kind_${kind}` };
  // A whole day with guests is a holiday list or a trade fair until somebody adds a place to meet.
  if (times.kind === "all_day" && join === null) return { isMeeting: false, because: "whole_day" };
  const others = attendees.listed.filter((attendee) => !attendee.isSelf);
  if (others.some((attendee) => attendee.role !== "resource")) return { isMeeting: true, because: "others_attend" };
  // The guest list may be hidden from us; then somebody else's event in our calendar is an invitation.
  if (attendees.total > 0 && organizer !== null && !organizer.isSelf) return { isMeeting: true, because: "invited" };
  if (join !== null) return { isMeeting: true, because: "join_link" };
  return { isMeeting: false, because: others.length > 0 ? "only_resources" : "alone" };
}

const sentences: Readonly<Record<MeetingReason, string>> = {
  others_attend: "Other people attend.",
  invited: "Somebody else invited you.",
  join_link: "It has a link to join.",
  alone: "Nobody else attends, and there is no link to join.",
  only_resources: "Only a room or a device is booked.",
  whole_day: "It lasts whole days and has no link to join.",
  kind_focus_time: "It is focus time.",
  kind_out_of_office: "It is an absence.",
  kind_working_location: "It is a place of work.",
  kind_birthday: "It is a birthday.",
  kind_from_mail: "It was made from a mail, such as a booking.",
  kind_other: "It is of a kind that we do not know.",
};

export const explainMeeting = ({ because }: MeetingVerdict): string => sentences[because];
