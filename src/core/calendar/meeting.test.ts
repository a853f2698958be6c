import { describe, expect, it } from "vitest";
import { admitEvent, type IncomingEvent } from "./admit-event";
import { classifyMeeting, explainMeeting } from "./meeting";

const alone: IncomingEvent = {
  remoteId: "e1",
  remoteVersion: "1",
  start: { time: "2026-01-26T09:00:00Z" },
  end: { time: "2026-01-26T10:00:00Z" },
};
const days = { start: { day: "2026-01-26" }, end: { day: "2026-01-27" } };
const bob = { email: "bob@example.com" };
const self = { email: "alice@example.com", isSelf: true };
const room = { email: "room4@example.com", role: "resource" as const };
const zoom = { conferenceUrls: ["https://zoom.us/j/123456789"] };

describe("classifyMeeting", () => {
  it.each<[string, Partial<IncomingEvent>, boolean, string]>([
    ["somebody else attends", { attendees: { listed: [self, bob] } }, true, "others_attend"],
    [
      "somebody else attends and called it off",
      { attendees: { listed: [self, bob] }, status: "cancelled" },
      true,
      "others_attend",
    ],
    [
      "the guest list is hidden from us",
      { attendees: { listed: [self], isPartial: true }, organizer: bob },
      true,
      "invited",
    ],
    ["there is only a link", zoom, true, "join_link"],
    ["there is a link in the description", { description: "https://meet.google.com/abc-defg-hij" }, true, "join_link"],
    ["nobody else attends", {}, false, "alone"],
    ["only we attend", { attendees: { listed: [self] }, organizer: self }, false, "alone"],
    ["only a room is booked", { attendees: { listed: [self, room] }, organizer: self }, false, "only_resources"],
    ["it lasts a whole day, with guests", { ...days, attendees: { listed: [bob] } }, false, "whole_day"],
    ["it lasts a whole day, with a link", { ...days, ...zoom, attendees: { listed: [bob] } }, true, "others_attend"],
    ["it is focus time with a link", { ...zoom, kind: "focus_time" }, false, "kind_focus_time"],
    [
      "it is an absence with guests",
      { kind: "out_of_office", attendees: { listed: [bob] } },
      false,
      "kind_out_of_office",
    ],
    ["it is a place of work", { kind: "working_location" }, false, "kind_working_location"],
    ["it is a birthday", { kind: "birthday", ...days }, false, "kind_birthday"],
    ["it was made from a mail", { kind: "from_mail" }, false, "kind_from_mail"],
    ["it is of an unknown kind, with guests", { kind: "other", attendees: { listed: [bob] } }, true, "others_attend"],
  ])("MTG-1 when %s: %o", (_, changes, isMeeting, because) => {
    const admission = admitEvent({ ...alone, ...changes }, "Europe/Oslo");
    if (admission.kind !== "event") throw new Error(admission.setAside.reason);
    const verdict = classifyMeeting(admission.event);
    expect(verdict).toEqual({ isMeeting, because });
    expect(explainMeeting(verdict)).toMatch(/^[A-Z].*\.$/);
  });
});
