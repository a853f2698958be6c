import { createHash } from "node:crypto";

import { admitEvent } from "@/core/calendar/admit-event";
import { toFingerprintText } from "@/core/calendar/event-fingerprint";
import { spanOf } from "@/core/calendar/event-times";
import { classifyMeeting } from "@/core/calendar/meeting";
import type { PlannedEvent } from "@/core/sync/known-event";

/** A meeting as planning hands it to a store. */
export function plannedEvent(remoteId: string, title = `Meeting ${remoteId}`): PlannedEvent {
  const admission = admitEvent(
    {
      ...{ remoteId, remoteVersion: `"${remoteId}"`, iCalUid: `${remoteId}@meridian.example`, title },
      updatedAt: "2026-11-20T08:00:00.000Z",
      start: { time: "2026-11-24T09:00:00", zone: "Europe/Berlin" },
      end: { time: "2026-11-24T10:00:00", zone: "Europe/Berlin" },
      organizer: { email: "alice@meridian.example", name: "Alice", isSelf: true },
      attendees: { listed: [{ email: "bob@meridian.example", name: "Bob", response: "accepted" }] },
      conferenceUrls: ["https://meet.google.com/abc-defg-hij"],
    },
    "Europe/Berlin",
  );
  if (admission.kind !== "event") throw new Error(admission.setAside.reason);
  const { event } = admission;
  return {
    event,
    fingerprint: createHash("sha256").update(toFingerprintText(event)).digest("hex"),
    span: spanOf(event.times, "Europe/Berlin"),
    meeting: classifyMeeting(event),
  };
}
