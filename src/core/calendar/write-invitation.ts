/** An appointment as a mail carries it, for whichever calendar its reader uses (RFC 5545, RFC 5546). */
export type Invitation = {
  readonly method: "REQUEST" | "CANCEL";
  /** The provider's own where there is one: its invitation and ours are then one event to the reader's calendar. */
  readonly uid: string;
  /** Grows with each move, so that an older mail read later changes nothing. */
  readonly sequence: number;
  readonly writtenAt: Date;
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly title: string;
  readonly description: string;
  readonly location: string;
  readonly organizer: Person;
  readonly attendees: readonly Person[];
};
type Person = { readonly name: string; readonly email: string };

const stamp = (at: Date) =>
  at
    .toISOString()
    .replaceAll(/[-:]/g, "")
    .replace(/\.\d{3}/, "");

/** S50. What a visitor wrote is a value and never a line of its own. */
const text = (value: string) =>
  value
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll("\n", String.raw`\n`)
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, " ");
/** A parameter has no escapes at all. */
const quoted = (value: string) => `"${value.replaceAll(/["\p{Cc}\u2028\u2029]/gu, " ")}"`;
const address = (email: string) => `mailto:${email.replaceAll(/[\s\p{Cc}]/gu, "")}`;

/** At most 75 bytes in a line, and no sign torn apart. */
function fold(line: string): string {
  const lines: string[] = [];
  let room = 75;
  let current = "";
  for (const sign of line) {
    const size = new TextEncoder().encode(sign).length;
    if (size > room) {
      lines.push(current);
      current = " ";
      room = 74;
    }
    current += sign;
    room -= size;
  }
  return [...lines, current].join("\r\n");
}

export function writeInvitation(invitation: Invitation): string {
  const { method, organizer, attendees } = invitation;
  const isOff = method === "CANCEL";
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Daykeeper//Booking//EN",
    `METHOD:${method}`,
    "BEGIN:VEVENT",
    `UID:${text(invitation.uid)}`,
    `SEQUENCE:${invitation.sequence}`,
    `DTSTAMP:${stamp(invitation.writtenAt)}`,
    `DTSTART:${stamp(invitation.startsAt)}`,
    `DTEND:${stamp(invitation.endsAt)}`,
    `SUMMARY:${text(invitation.title)}`,
    ...(invitation.description === "" ? [] : [`DESCRIPTION:${text(invitation.description)}`]),
    ...(invitation.location === "" ? [] : [`LOCATION:${text(invitation.location)}`]),
    `ORGANIZER;CN=${quoted(organizer.name)}:${address(organizer.email)}`,
    ...attendees.map(
      ({ name, email }) =>
        `ATTENDEE;CN=${quoted(name)};ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;RSVP=FALSE:${address(email)}`,
    ),
    `STATUS:${isOff ? "CANCELLED" : "CONFIRMED"}`,
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}
