import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { berlin, eventCalls, type List } from "../testing/event-calls";
import { failureOf, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const { create, series, get, view, patch, remove } = eventCalls(() => alice);

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "events", startAt: Date.UTC(2026, 1, 1) });
  alice = await microsoftPerson(sandbox, { email: "alice@contoso.example" });
});
afterAll(() => sandbox.stop());

describe("reading and writing events (4.1, 4.2, 4.4)", () => {
  it("4.4 answers a create with 201 and the whole event", async () => {
    const event = await create({ subject: "Demo" });
    expect(alice.heard().status).toBe(201);
    expect(event).toMatchObject({
      subject: "Demo",
      type: "singleInstance",
      seriesMasterId: null,
      recurrence: null,
      isOrganizer: true,
      showAs: "busy",
      sensitivity: "normal",
      responseStatus: { response: "organizer", time: "0001-01-01T00:00:00Z" },
      originalStartTimeZone: "W. Europe Standard Time",
    });
    expect(event.iCalUId).toMatch(/^040000008200E00074C5B7101A82E008/);
    expect(event["@odata.etag"]).toBe(`W/"${event.changeKey}"`);
  });

  it("4.4 writes times with seven digits, in UTC or in the zone preferred", async () => {
    const { id } = await create();
    expect((await get(id)).start).toEqual({ dateTime: "2026-02-10T13:00:00.0000000", timeZone: "UTC" });
    expect((await get(id, "", 'outlook.timezone="Eastern Standard Time"')).start).toEqual({
      dateTime: "2026-02-10T08:00:00.0000000",
      timeZone: "Eastern Standard Time",
    });
    expect(alice.heard().headers.get("preference-applied")).toBe('outlook.timezone="Eastern Standard Time"');
  });

  it("4.5 takes Windows names and its list of IANA names, and refuses others", async () => {
    expect(
      (await create({ start: { dateTime: "2026-02-10T14:00:00", timeZone: "Europe/Berlin" } })).originalStartTimeZone,
    ).toBe("W. Europe Standard Time");
    for (const timeZone of ["Mars/Phobos", "Europe/Vienna", "Customized Time Zone", ""]) {
      expect(await failureOf(create({ start: { dateTime: "2026-02-10T14:00:00", timeZone } }))).toMatchObject({
        status: 400,
        code: "TimeZoneNotSupportedException",
      });
    }
  });

  it("4.4 keeps all-day at midnight whatever the zone asked for, end exclusive", async () => {
    const allDay = { isAllDay: true, start: berlin("2026-02-12T00:00:00"), end: berlin("2026-02-13T00:00:00") };
    const { id } = await create(allDay);
    const read = await get(id, "", 'outlook.timezone="Pacific Standard Time"');
    expect([read.start.dateTime, read.end.dateTime, read.isAllDay]).toEqual([
      "2026-02-12T00:00:00.0000000",
      "2026-02-13T00:00:00.0000000",
      true,
    ]);
    expect(await failureOf(create({ ...allDay, start: berlin("2026-02-12T09:00:00") }))).toMatchObject({
      status: 400,
      code: "ErrorPropertyValidationFailure",
    });
    expect(await failureOf(create({ ...allDay, end: berlin("2026-02-12T00:00:00") }))).toMatchObject({ status: 400 });
  });

  it("4.4 keeps all-day on the day of the calendar's zone in views", async () => {
    await create({
      subject: "Holiday",
      isAllDay: true,
      start: berlin("2026-02-16T00:00:00"),
      end: berlin("2026-02-17T00:00:00"),
    });
    const has = async (from: string, to: string): Promise<boolean> =>
      (await view(from, to)).value.some(({ subject }) => subject === "Holiday");
    expect([
      await has("2026-02-15T22:00:00Z", "2026-02-15T23:00:00Z"),
      await has("2026-02-15T23:00:00Z", "2026-02-15T23:30:00Z"),
      await has("2026-02-16T23:00:00Z", "2026-02-17T10:00:00Z"),
    ]).toEqual([false, true, false]);
  });

  it("4.2 gives the body as text when asked to", async () => {
    const { id } = await create({ body: { contentType: "html", content: "<p>Bring <b>figures</b></p>" } });
    expect((await get(id)).body).toMatchObject({
      contentType: "html",
      content: expect.stringContaining("<b>figures</b>") as string,
    });
    expect((await get(id, "", 'outlook.body-content-type="text"')).body).toEqual({
      contentType: "text",
      content: "Bring figures",
    });
  });

  it("4.2 gives immutable ids that stay when an event moves to another calendar; plain ids change", async () => {
    const created = await alice.edit({
      do: "create",
      event: { summary: "Movable", start: "2026-02-11T09:00:00Z", end: "2026-02-11T10:00:00Z" },
    });
    const made = (await alice.api.api("/me/calendars").post({ name: "Elsewhere" })) as { id: string };
    const find = async (path: string, prefer: string): Promise<string> =>
      ((await alice.api.api(`${path}?$filter=subject eq 'Movable'`).header("Prefer", prefer).get()) as List).value[0]
        ?.id ?? "";
    const before = [await find("/me/events", 'IdType="RestId"'), await find("/me/events", 'IdType="ImmutableId"')];
    await alice.edit({ do: "move-to-calendar", eventId: created.id, calendarId: made.id });
    const path = `/me/calendars/${encodeURIComponent(made.id)}/events`;
    const after = [await find(path, 'IdType="RestId"'), await find(path, 'IdType="ImmutableId"')];
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
    expect(await failureOf(get(before[0] ?? ""))).toMatchObject({ status: 404, code: "ErrorItemNotFound" });
    expect((await get(before[1] ?? "")).subject).toBe("Movable");
    const translated = (await alice.api
      .api("/me/translateExchangeIds")
      .post({ inputIds: [after[0]], sourceIdType: "restId", targetIdType: "restImmutableEntryId" })) as {
      value: { targetId: string }[];
    };
    expect(translated.value[0]?.targetId).toBe(after[1]);
  });

  it("4.4 refuses a stale change key with 412 and takes the current one", async () => {
    const event = await create();
    const changed = await patch(event.id, { subject: "Second" }, { "If-Match": event["@odata.etag"] });
    expect(await failureOf(patch(event.id, { subject: "Third" }, { "If-Match": event["@odata.etag"] }))).toMatchObject({
      status: 412,
      code: "ErrorIrresolvableConflict",
    });
    expect(await failureOf(remove(event.id, { "If-Match": event["@odata.etag"] }))).toMatchObject({ status: 412 });
    await remove(event.id, { "If-Match": changed["@odata.etag"] });
    expect(alice.heard().status).toBe(204);
    expect(await failureOf(get(event.id))).toMatchObject({ status: 404, code: "ErrorItemNotFound" });
  });

  it("4.4 makes no second event for the same transactionId: 409, or the first one by a switch", async () => {
    const event = await create({ transactionId: "t-1" });
    expect(event.transactionId).toBe("t-1");
    expect(await failureOf(create({ transactionId: "t-1" }))).toMatchObject({ status: 409 });
    await sandbox.control("POST", "switches", { microsoft: { repeatedTransaction: "existing" } });
    expect((await create({ transactionId: "t-1" })).id).toBe(event.id);
    await sandbox.control("POST", "switches", { microsoft: { repeatedTransaction: "conflict" } });
  });

  it("4.4 makes a Teams link once and keeps it", async () => {
    const event = await create({ isOnlineMeeting: true, onlineMeetingProvider: "teamsForBusiness" });
    expect(event.onlineMeeting?.joinUrl).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/meetup-join\/19%3ameeting_/);
    expect((await patch(event.id, { isOnlineMeeting: false })).onlineMeeting).toEqual(event.onlineMeeting);
  });

  it("4.4 replaces attendees whole and keeps their answers", async () => {
    const event = await create({
      attendees: [{ emailAddress: { address: "dora@fabrikam.example" }, type: "optional" }],
    });
    expect(event.attendees).toMatchObject([
      { type: "optional", status: { response: "notResponded" }, emailAddress: { address: "dora@fabrikam.example" } },
    ]);
    expect((await patch(event.id, { attendees: [] })).attendees).toEqual([]);
    const crowd = Array.from({ length: 501 }, (_, index) => ({
      emailAddress: { address: `p${index}@fabrikam.example` },
    }));
    expect(await failureOf(patch(event.id, { attendees: crowd }))).toMatchObject({ status: 400 });
  });

  it.each([
    [{ nonsense: 1 }, "RequestBodyRead"],
    [{ uid: "beta only" }, "RequestBodyRead"],
    [{ subject: 7 }, "RequestBodyRead"],
    [{ showAs: "sleeping" }, "RequestBodyRead"],
    [{ start: { dateTime: "yesterday", timeZone: "UTC" } }, "RequestBodyRead"],
    [{ end: berlin("2026-02-10T13:00:00") }, "ErrorPropertyValidationFailure"],
    [{ start: null }, "ErrorPropertyValidationFailure"],
    [
      { recurrence: { pattern: { type: "hourly", interval: 1 }, range: { type: "noEnd", startDate: "2026-02-10" } } },
      "RequestBodyRead",
    ],
    [
      {
        recurrence: {
          pattern: { type: "weekly", interval: 1, daysOfWeek: [] },
          range: { type: "noEnd", startDate: "2026-02-10" },
        },
      },
      "ErrorInvalidRecurrencePattern",
    ],
  ])("4.10 refuses %o", async (more, code) => {
    expect(await failureOf(create(more))).toMatchObject({ status: 400, code });
  });

  it("4.1 lists single events and masters only, filtered, ordered and counted", async () => {
    await series({ type: "daily" }, { type: "numbered", numberOfOccurrences: 3 }, { subject: "Zebra" });
    const list = (await alice.api
      .api("/me/events?$filter=startswith(subject,'Z')&$count=true&$orderby=start/dateTime desc&$select=subject,start")
      .get()) as List;
    expect([list["@odata.count"], list.value.map(({ subject }) => subject)]).toEqual([1, ["Zebra"]]);
    expect(list.value[0]).not.toHaveProperty("body");
    const all = (await alice.api.api("/me/events?$top=1000").get()) as List;
    expect(new Set(all.value.map(({ type }) => type))).toEqual(new Set(["singleInstance", "seriesMaster"]));
    for (const [query, code] of [
      ["$filter=nonsense", "ErrorInvalidUrlQueryFilter"],
      ["$search=x", "ErrorInvalidUrlQuery"],
      ["$top=1001", "ErrorInvalidUrlQuery"],
      ["$select=uid", "BadRequest"],
      ["$apply=x", "BadRequest"],
    ]) {
      expect(await failureOf(alice.api.api(`/me/events?${query}`).get())).toMatchObject({ status: 400, code });
    }
  });

  it("4.1 needs both ends of a view, no further apart than 1,825 days, with offsets in the values", async () => {
    expect(await failureOf(alice.api.api("/me/calendarView?startDateTime=2026-01-01").get())).toMatchObject({
      status: 400,
      code: "ErrorInvalidParameter",
    });
    const far = await failureOf(view("2026-01-01T00:00:00Z", "2031-01-01T00:00:00Z"));
    expect(far).toMatchObject({ status: 400, code: "ErrorInvalidRequest" });
    expect(far.message).toContain("Maximum number of days: 1825");
    await create({ subject: "Offset", start: berlin("2026-06-10T09:00:00"), end: berlin("2026-06-10T10:00:00") });
    expect((await view("2026-06-10T09:00:00%2B02:00", "2026-06-10T10:00:00%2B02:00")).value).toHaveLength(1);
    expect((await view("2026-06-10T10:00:00%2B02:00", "2026-06-10T11:00:00%2B02:00")).value).toHaveLength(0);
  });
});
