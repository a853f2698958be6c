import { addDays } from "../kernel/zone";
import type { NewPersonEvent } from "./person-edits";
import type { SeededPerson } from "./seed-events";
import { atWall, onDate, type When } from "./when";

/** The kinds of event every person has for themselves, around the week that begins on `monday`. */
export function ownDays({ account, member }: SeededPerson, monday: string): NewPersonEvent[] {
  const google = member.provider === "google";
  const at = (days: number, time: string): When => atWall(`${addDays(monday, days)}T${time}:00`, member.zone);
  const day = (days: number): When => onDate(addDays(monday, days));
  const extra = (fields: Readonly<Record<string, unknown>>) => (google ? { extra: fields } : {});
  return [
    {
      summary: "Focus",
      start: at(1, "08:00"),
      end: at(1, "10:00"),
      recurrence: ["RRULE:FREQ=WEEKLY;BYDAY=TU,TH"],
      eventType: google ? "focusTime" : "default",
      ...extra({ focusTimeProperties: { autoDeclineMode: "declineNone", chatStatus: "doNotDisturb" } }),
    },
    {
      summary: "Out of office",
      start: at(21, "00:00"),
      end: at(26, "00:00"),
      eventType: google ? "outOfOffice" : "default",
      ...extra({ outOfOfficeProperties: { autoDeclineMode: "declineOnlyNewConflictingInvitations" } }),
    },
    ...(google ? [homeOffice(day)] : []),
    { summary: "Offsite", start: day(16), end: day(19), location: "Lübeck, Hansestraße 3" },
    {
      summary: "Anniversary of the company",
      start: day(4),
      end: day(5),
      free: true,
      recurrence: ["RRULE:FREQ=YEARLY"],
    },
    { summary: "Dentist", start: at(3, "17:00"), end: at(3, "17:45"), visibility: "private" },
    { summary: "Gym (maybe)", start: at(2, "18:00"), end: at(2, "19:00"), free: true },
    {
      summary: "Optional: all hands",
      start: at(4, "15:00"),
      end: at(4, "16:00"),
      attendees: [{ email: account.email, name: member.name, response: "declined", optional: true }],
      organizer: { email: "office@meridian.example", name: "Office" },
    },
    {
      summary: "Night deploy call",
      start: at(2, "23:00"),
      end: at(3, "01:00"),
      ...extra({ hangoutLink: "https://meet.google.com/nda-ycal-lxx" }),
    },
    {
      summary: "日本語 – Übergabe ✓",
      start: at(0, "13:00"),
      end: at(0, "13:30"),
      description: "<p>Notes: <b>bold</b> &amp; more</p>",
    },
  ];
}

function homeOffice(day: (days: number) => When): NewPersonEvent {
  return {
    summary: "Home",
    start: day(0),
    end: day(1),
    recurrence: ["RRULE:FREQ=WEEKLY;BYDAY=MO,FR"],
    eventType: "workingLocation",
    free: true,
    visibility: "public",
    extra: { workingLocationProperties: { type: "homeOffice", homeOffice: {} } },
  };
}
