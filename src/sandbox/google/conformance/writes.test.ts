import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, googlePerson } from "../../testing/google-person";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.stop());

const ZONE = "Europe/Berlin";
const at = (text: string) => ({ dateTime: text, timeZone: ZONE });
const MORNING = { start: at("2026-06-01T09:00:00"), end: at("2026-06-01T10:00:00") };
const primary = { calendarId: "primary" };

describe("Google event writes, as the fact sheet has it", () => {
  it("2.5 takes a client's id, refuses a malformed one, and answers 409 duplicate for a taken one, deleted or not", async () => {
    const { api } = await googlePerson(sandbox);
    const id = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";
    const insert = (given: string) => api.events.insert({ ...primary, requestBody: { id: given, ...MORNING } });
    expect((await insert(id)).data.id).toBe(id);
    expect(await failureOf(insert(id))).toMatchObject({
      status: 409,
      reason: "duplicate",
      message: "The requested identifier already exists.",
    });
    await api.events.delete({ ...primary, eventId: id });
    expect((await failureOf(insert(id))).status).toBe(409);
    expect(await failureOf(insert("has-dashes"))).toMatchObject({ status: 400, message: "Invalid resource id value." });
    expect((await failureOf(insert("wxyz1"))).status).toBe(400);
  });

  it("2.5 gives ids, iCalUID, etag, sequence and defaults", async () => {
    const { api, email } = await googlePerson(sandbox);
    const { data } = await api.events.insert({ ...primary, requestBody: MORNING });
    expect(data).toMatchObject({
      status: "confirmed",
      sequence: 0,
      eventType: "default",
      organizer: { email, self: true },
      reminders: { useDefault: true },
    });
    expect([data.iCalUID, data.id?.match(/^[a-v0-9]{5,}$/) !== null]).toEqual([`${data.id}@google.com`, true]);
    expect(data.etag).toMatch(/^".+"$/);
  });

  it("2.5 wants an end, real times, an offset or a zone, and for a series a zone", async () => {
    const { api } = await googlePerson(sandbox);
    const insert = (requestBody: object) => failureOf(api.events.insert({ ...primary, requestBody }));
    expect((await insert({ start: MORNING.start })).message).toBe("Missing end time.");
    expect((await insert({ start: at("2026-02-30T09:00:00"), end: MORNING.end })).status).toBe(400);
    expect((await insert({ start: { dateTime: "2026-06-01T09:00:00" }, end: MORNING.end })).status).toBe(400);
    expect((await insert({ start: MORNING.end, end: MORNING.start })).reason).toBe("timeRangeEmpty");
    expect((await insert({ start: { date: "2026-06-01" }, end: MORNING.end })).status).toBe(400);
    const bare = { start: { dateTime: "2026-06-01T09:00:00Z" }, end: { dateTime: "2026-06-01T10:00:00Z" } };
    expect((await insert({ ...bare, recurrence: ["RRULE:FREQ=DAILY"] })).location).toBe("start.timeZone");
    expect((await insert({ ...MORNING, recurrence: ["RRULE:FREQ=NEVER"] })).location).toBe("recurrence");
    expect((await insert({ start: { ...MORNING.start, timeZone: "Mars/Phobos" }, end: MORNING.end })).status).toBe(400);
  });

  it("2.5 an all-day event has dates with an exclusive end", async () => {
    const { api } = await googlePerson(sandbox);
    const requestBody = { start: { date: "2026-01-26" }, end: { date: "2026-01-27" } };
    expect((await api.events.insert({ ...primary, requestBody })).data).toMatchObject(requestBody);
  });

  it("2.5 working locations are free and public; the type never changes", async () => {
    const { api } = await googlePerson(sandbox);
    const place = { eventType: "workingLocation", workingLocationProperties: { type: "homeOffice", homeOffice: {} } };
    const { data } = await api.events.insert({ ...primary, requestBody: { ...MORNING, ...place } });
    expect(data).toMatchObject({ transparency: "transparent", visibility: "public" });
    expect(
      (
        await failureOf(
          api.events.patch({ ...primary, eventId: data.id as string, requestBody: { eventType: "default" } }),
        )
      ).status,
    ).toBe(400);
    expect(
      (await failureOf(api.events.insert({ ...primary, requestBody: { ...MORNING, eventType: "fromGmail" } }))).status,
    ).toBe(400);
  });

  it("2.5 limits reminders and extended properties", async () => {
    const { api } = await googlePerson(sandbox);
    const insert = (more: object) => failureOf(api.events.insert({ ...primary, requestBody: { ...MORNING, ...more } }));
    const overrides = Array.from({ length: 6 }, () => ({ method: "popup", minutes: 1 }));
    expect((await insert({ reminders: { useDefault: false, overrides } })).status).toBe(400);
    expect(
      (await insert({ reminders: { useDefault: false, overrides: [{ method: "popup", minutes: 40_321 }] } })).status,
    ).toBe(400);
    expect((await insert({ extendedProperties: { private: { ["k".repeat(45)]: "v" } } })).status).toBe(400);
  });

  it("2.5 a change of reminders alone moves the etag and not the time of change", async () => {
    const { api } = await googlePerson(sandbox);
    const before = (await api.events.insert({ ...primary, requestBody: MORNING })).data;
    await new Promise((resolve) => setTimeout(resolve, 5));
    const reminders = { useDefault: false, overrides: [{ method: "popup", minutes: 5 }] };
    const after = (await api.events.patch({ ...primary, eventId: before.id as string, requestBody: { reminders } }))
      .data;
    expect([after.updated === before.updated, after.etag === before.etag]).toEqual([true, false]);
  });

  it("2.5 a stricter visibility of one occurrence spreads to its series, a looser one is ignored", async () => {
    const { api } = await googlePerson(sandbox);
    const { id } = (
      await api.events.insert({ ...primary, requestBody: { ...MORNING, recurrence: ["RRULE:FREQ=DAILY;COUNT=3"] } })
    ).data;
    const one = { ...primary, eventId: `${id}_20260602T070000Z` };
    await api.events.patch({ ...one, requestBody: { visibility: "private" } });
    expect((await api.events.get({ ...primary, eventId: id as string })).data.visibility).toBe("private");
    expect((await api.events.patch({ ...one, requestBody: { visibility: "public" } })).data.visibility).toBe("private");
  });

  it("2.6 PUT resets what it leaves out, PATCH keeps it and replaces arrays whole", async () => {
    const { api } = await googlePerson(sandbox);
    const attendees = [{ email: "a@x.example" }, { email: "b@x.example" }];
    const requestBody = {
      ...MORNING,
      summary: "S",
      description: "D",
      attendees,
      extendedProperties: { private: { a: "1", b: "2" } },
    };
    const eventId = (await api.events.insert({ ...primary, requestBody })).data.id as string;
    const patch = { summary: "T", attendees: [{ email: "c@x.example" }], extendedProperties: { private: { b: "3" } } };
    const patched = (await api.events.patch({ ...primary, eventId, requestBody: patch })).data;
    expect([patched.summary, patched.description, patched.attendees?.length]).toEqual(["T", "D", 1]);
    expect(patched.extendedProperties?.private).toEqual({ a: "1", b: "3" });
    const put = (await api.events.update({ ...primary, eventId, requestBody: MORNING })).data;
    expect([put.summary, put.description, put.attendees, put.extendedProperties]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it("2.6 a patch from timed to all-day must take the time away", async () => {
    const { api } = await googlePerson(sandbox);
    const eventId = (await api.events.insert({ ...primary, requestBody: MORNING })).data.id as string;
    const dates = { start: { date: "2026-06-01" }, end: { date: "2026-06-02" } };
    expect((await failureOf(api.events.patch({ ...primary, eventId, requestBody: dates }))).status).toBe(400);
    const cleared = {
      start: { ...dates.start, dateTime: null, timeZone: null },
      end: { ...dates.end, dateTime: null, timeZone: null },
    };
    expect((await api.events.patch({ ...primary, eventId, requestBody: cleared })).data.start).toEqual({
      date: "2026-06-01",
    });
  });

  it("2.6 If-Match with an old etag answers 412, with the current one it works; If-None-Match answers 304", async () => {
    const { api } = await googlePerson(sandbox);
    const { id, etag } = (await api.events.insert({ ...primary, requestBody: MORNING })).data;
    const event = { ...primary, eventId: id as string };
    const withTag = (name: string) => ({ headers: { [name]: etag as string } });
    await api.events.patch({ ...event, requestBody: { summary: "A" } }, withTag("if-match"));
    const stale = await failureOf(api.events.patch({ ...event, requestBody: { summary: "B" } }, withTag("if-match")));
    expect([stale.status, stale.reason, stale.location]).toEqual([412, "conditionNotMet", "If-Match"]);
    expect((await failureOf(api.events.delete(event, withTag("if-match")))).status).toBe(412);
    const now = (await api.events.get(event)).data.etag as string;
    expect((await api.events.get(event, { headers: { "if-none-match": now } })).status).toBe(304);
  });

  it("2.6 delete answers 204, the second time 410 deleted, unknown ids 404", async () => {
    const { api } = await googlePerson(sandbox);
    const eventId = (await api.events.insert({ ...primary, requestBody: MORNING })).data.id as string;
    expect((await api.events.delete({ ...primary, eventId })).status).toBe(204);
    const second = await failureOf(api.events.delete({ ...primary, eventId }));
    expect([second.status, second.domain, second.reason, second.message]).toEqual([
      410,
      "global",
      "deleted",
      "Resource has been deleted",
    ]);
    expect((await failureOf(api.events.delete({ ...primary, eventId: "nothing00" }))).status).toBe(404);
  });

  it("2.6 conferences are made later, and only with conferenceDataVersion=1", async () => {
    const own = await openSandbox();
    const { api } = await googlePerson(own);
    const conferenceData = { createRequest: { requestId: "r1", conferenceSolutionKey: { type: "hangoutsMeet" } } };
    const requestBody = { ...MORNING, conferenceData };
    expect((await api.events.insert({ ...primary, requestBody })).data.conferenceData).toBeUndefined();
    const pending = (await api.events.insert({ ...primary, requestBody, conferenceDataVersion: 1 })).data;
    expect(pending.conferenceData?.createRequest?.status?.statusCode).toBe("pending");
    await own.control("POST", "clock/advance", { ms: 5_000 });
    const ready = (await api.events.get({ ...primary, eventId: pending.id as string })).data;
    expect([
      ready.conferenceData?.createRequest?.status?.statusCode,
      ready.hangoutLink?.startsWith("https://meet.google.com/"),
    ]).toEqual(["success", true]);
    const kept = (await api.events.update({ ...primary, eventId: pending.id as string, requestBody: MORNING })).data;
    expect(kept.hangoutLink).toBe(ready.hangoutLink);
    await own.stop();
  });

  it("2.6 instances lists the occurrences of a series, changed ones at their new time, cancelled ones on demand", async () => {
    const { api } = await googlePerson(sandbox);
    const requestBody = { ...MORNING, recurrence: ["RRULE:FREQ=DAILY;COUNT=4"] };
    const eventId = (await api.events.insert({ ...primary, requestBody })).data.id as string;
    await api.events.delete({ ...primary, eventId: `${eventId}_20260602T070000Z` });
    const later = { start: at("2026-06-03T15:00:00"), end: at("2026-06-03T16:00:00") };
    await api.events.patch({ ...primary, eventId: `${eventId}_20260603T070000Z`, requestBody: later });
    const list = async (more: object) => (await api.events.instances({ ...primary, eventId, ...more })).data;
    const shown = (await list({})).items?.map(({ start }) => start?.dateTime);
    expect(shown).toEqual(["2026-06-01T09:00:00+02:00", "2026-06-03T15:00:00+02:00", "2026-06-04T09:00:00+02:00"]);
    expect((await list({ showDeleted: true })).items?.length).toBe(4);
    expect((await list({ originalStart: "2026-06-03T09:00:00+02:00" })).items?.[0]?.start?.dateTime).toBe(shown?.[1]);
    const first = await list({ maxResults: 2 });
    expect(
      (await list({ maxResults: 2, pageToken: first.nextPageToken })).items?.map(({ start }) => start?.dateTime),
    ).toEqual([shown?.[2]]);
  });

  it("2.6 import keeps a foreign organizer and needs an iCalUID", async () => {
    const { api } = await googlePerson(sandbox);
    const foreign = { ...MORNING, iCalUID: "7@northwind.example", organizer: { email: "pavel@northwind.example" } };
    const { data } = await api.events.import({ ...primary, requestBody: foreign });
    expect([data.iCalUID, data.organizer?.email, data.organizer?.self]).toEqual([
      "7@northwind.example",
      "pavel@northwind.example",
      undefined,
    ]);
    expect((await failureOf(api.events.import({ ...primary, requestBody: MORNING }))).location).toBe("iCalUID");
  });

  it("2.6 moves default events of one's own, and no occurrences", async () => {
    const { api } = await googlePerson(sandbox);
    const destination = (await api.calendars.insert({ requestBody: { summary: "Other" } })).data.id as string;
    const requestBody = { ...MORNING, recurrence: ["RRULE:FREQ=DAILY;COUNT=2"] };
    const eventId = (await api.events.insert({ ...primary, requestBody })).data.id as string;
    await api.events.patch({ ...primary, eventId: `${eventId}_20260602T070000Z`, requestBody: { summary: "Changed" } });
    expect(
      (await failureOf(api.events.move({ ...primary, eventId: `${eventId}_20260602T070000Z`, destination }))).status,
    ).toBe(400);
    await api.events.move({ ...primary, eventId, destination });
    const { items } = (await api.events.instances({ calendarId: destination, eventId })).data;
    expect(items?.map(({ summary }) => summary)).toEqual([undefined, "Changed"]);
  });

  it("2.6 quickAdd makes an event of a text", async () => {
    const { api } = await googlePerson(sandbox);
    expect((await api.events.quickAdd({ ...primary, text: "Call Pavel" })).data.summary).toBe("Call Pavel");
  });

  it("2.6 a guest changes only the own answer; shared settings answer 403 forbiddenForNonOrganizer", async () => {
    const { api, email, edit } = await googlePerson(sandbox);
    const made = await edit({
      do: "create",
      event: {
        summary: "Theirs",
        start: "2026-06-01T09:00:00",
        organizer: { email: "pavel@northwind.example" },
        attendees: [{ email: "pavel@northwind.example", response: "accepted" }, { email }],
      },
    });
    const event = { ...primary, eventId: made.id as string };
    const attendees = [
      { email: "pavel@northwind.example", responseStatus: "declined" },
      { email, responseStatus: "accepted" },
    ];
    const answered = (await api.events.patch({ ...event, requestBody: { attendees } })).data;
    expect(answered.attendees?.map(({ responseStatus }) => responseStatus)).toEqual(["accepted", "accepted"]);
    const failure = await failureOf(api.events.patch({ ...event, requestBody: { guestsCanModify: true } }));
    expect([failure.status, failure.domain, failure.reason]).toEqual([403, "calendar", "forbiddenForNonOrganizer"]);
  });

  it("2.7 free/busy answers 200 with an error per calendar, merges, and leaves out what is free, declined or elsewhere", async () => {
    const { api, email } = await googlePerson(sandbox);
    const other = await googlePerson(sandbox);
    const add = (start: string, end: string, more: object = {}) =>
      api.events.insert({ ...primary, requestBody: { start: at(start), end: at(end), ...more } });
    await add("2026-06-01T09:00:00", "2026-06-01T10:00:00");
    await add("2026-06-01T09:30:00", "2026-06-01T11:00:00");
    await add("2026-06-01T12:00:00", "2026-06-01T13:00:00", { transparency: "transparent" });
    await add("2026-06-01T14:00:00", "2026-06-01T15:00:00", { attendees: [{ email, responseStatus: "declined" }] });
    await add("2026-06-01T16:00:00", "2026-06-01T16:00:00");
    await add("2026-06-01T17:00:00", "2026-06-01T18:00:00", { recurrence: ["RRULE:FREQ=DAILY;COUNT=2"] });
    const requestBody = {
      timeMin: "2026-06-01T00:00:00Z",
      timeMax: "2026-06-02T00:00:00Z",
      timeZone: ZONE,
      items: [{ id: "primary" }, { id: other.email }],
    };
    const { calendars } = (await api.freebusy.query({ requestBody })).data;
    expect(calendars?.primary?.busy).toEqual([
      { start: "2026-06-01T09:00:00+02:00", end: "2026-06-01T11:00:00+02:00" },
      { start: "2026-06-01T17:00:00+02:00", end: "2026-06-01T18:00:00+02:00" },
    ]);
    expect(calendars?.[other.email]).toEqual({ errors: [{ domain: "global", reason: "notFound" }], busy: [] });
  });

  it("2.7 refuses too long and empty ranges, and answers too many calendars one by one", async () => {
    const { api } = await googlePerson(sandbox);
    const query = (timeMax: string, items: { id: string }[]) =>
      api.freebusy.query({ requestBody: { timeMin: "2026-06-01T00:00:00Z", timeMax, items } });
    expect((await failureOf(query("2026-12-01T00:00:00Z", []))).reason).toBe("timeRangeTooLong");
    expect((await failureOf(query("2026-06-01T00:00:00Z", []))).reason).toBe("timeRangeEmpty");
    const many = Array.from({ length: 51 }, (_, index) => ({ id: `c${index}@x.example` }));
    const { calendars } = (await query("2026-06-02T00:00:00Z", many)).data;
    expect(calendars?.["c50@x.example"]?.errors?.[0]?.reason).toBe("tooManyCalendarsRequested");
  });

  it("2.1 roles of a shared calendar: writers write, readers do not, owners share", async () => {
    const owner = await googlePerson(sandbox);
    const writer = await googlePerson(sandbox);
    await owner.api.acl.insert({
      ...primary,
      requestBody: { role: "writer", scope: { type: "user", value: writer.email } },
    });
    const made = (await writer.api.events.insert({ calendarId: owner.email, requestBody: MORNING })).data;
    expect([made.creator?.email, made.organizer?.email]).toEqual([writer.email, owner.email]);
    expect(
      (
        await failureOf(
          writer.api.acl.insert({
            calendarId: owner.email,
            requestBody: { role: "owner", scope: { type: "default" } },
          }),
        )
      ).reason,
    ).toBe("forbidden");
    expect((await owner.api.acl.list(primary)).data.items?.map(({ role }) => role)).toEqual(["owner", "writer"]);
    await owner.api.acl.delete({ ...primary, ruleId: `user:${writer.email}` });
    expect((await failureOf(writer.api.events.list({ calendarId: owner.email }))).status).toBe(404);
  });

  it("2.5 reads settings and colours", async () => {
    const { api } = await googlePerson(sandbox);
    expect((await api.settings.get({ setting: "timezone" })).data.value).toBe(ZONE);
    expect((await api.settings.list()).data.items?.length).toBeGreaterThan(3);
    expect(Object.keys((await api.colors.get()).data.calendar ?? {})).toContain("14");
  });
});
