import { expect, it } from "vitest";

import { writeInvitation, type Invitation } from "./write-invitation";

const invitation: Invitation = {
  ...{ method: "REQUEST", uid: "u1@example.test", sequence: 2, title: "Demo: Victor", description: "", location: "" },
  writtenAt: new Date("2026-11-26T10:00:00.000Z"),
  startsAt: new Date("2026-11-30T08:00:00.000Z"),
  endsAt: new Date("2026-11-30T08:30:00.000Z"),
  organizer: { name: "Alice", email: "alice@meridian.example" },
  attendees: [{ name: "Victor", email: "victor@northwind.example" }],
};
const linesOf = (change: Partial<Invitation>) =>
  writeInvitation({ ...invitation, ...change })
    .replaceAll("\r\n ", "")
    .split("\r\n");

it("BKG-3 says when, what, who, and in which version", () => {
  expect(linesOf({})).toEqual(
    expect.arrayContaining([
      "METHOD:REQUEST",
      "UID:u1@example.test",
      "SEQUENCE:2",
      "DTSTART:20261130T080000Z",
      "DTEND:20261130T083000Z",
      "SUMMARY:Demo: Victor",
      'ORGANIZER;CN="Alice":mailto:alice@meridian.example',
      "STATUS:CONFIRMED",
    ]),
  );
  expect(linesOf({ method: "CANCEL" })).toEqual(expect.arrayContaining(["METHOD:CANCEL", "STATUS:CANCELLED"]));
});

it("S50 F70 lets nothing that a visitor wrote become a line or a parameter", () => {
  const hostile = 'x\r\nATTENDEE:mailto:everybody@example.test";X=";\u2028a,b;c\\d';
  const lines = linesOf({
    ...{ title: hostile, description: hostile, location: hostile },
    attendees: [{ name: hostile, email: "victor@northwind.example" }],
  });
  expect(lines.filter((line) => line.startsWith("ATTENDEE"))).toHaveLength(1);
  expect(lines.find((line) => line.startsWith("SUMMARY"))).toContain(String.raw`a\,b\;c\\d`);
  expect(lines.find((line) => line.startsWith("ATTENDEE"))?.split('"')).toHaveLength(3);
});

it("folds long lines at 75 bytes and tears no sign apart", () => {
  const written = writeInvitation({ ...invitation, title: "ü😀".repeat(60) });
  for (const line of written.split("\r\n")) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
  expect(written.replaceAll("\r\n ", "")).toContain(`SUMMARY:${"ü😀".repeat(60)}`);
});
