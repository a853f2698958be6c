import { describe, expect, it } from "vitest";
import { checkCalendarAnswer } from "./discovery-schema";

const EVENT = "http://sandbox/calendar/v3/calendars/primary/events/x";
const check =
  (body: unknown, status = 200) =>
  () =>
    checkCalendarAnswer("GET", EVENT, { status, body });

describe("holding answers against the official description", () => {
  it("accepts what the description says", () => {
    expect(check({ kind: "calendar#event", id: "x", start: { date: "2026-06-01" } })).not.toThrow();
  });

  it("complains about a field the description does not have, a wrong kind and a wrong format", () => {
    expect(check({ id: "x", colour: "red" })).toThrow("events.get deviates");
    expect(check({ id: 7 })).toThrow("events.get deviates");
    expect(check({ id: "x", start: { date: "1 June" } })).toThrow("events.get deviates");
    expect(check({ id: "x", attendees: { email: "a@x.example" } })).toThrow("events.get deviates");
  });

  it("complains about an error without its reasons, and about an unknown path", () => {
    expect(check({ error: { code: 404, message: "Not Found" } }, 404)).toThrow("events.get 404 deviates");
    expect(() => checkCalendarAnswer("GET", "http://sandbox/calendar/v3/nowhere", { status: 200, body: {} })).toThrow(
      "no operation",
    );
  });
});
