import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { failureOf, graphClient, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

type Event = Record<string, never> & {
  id: string;
  "@odata.etag": string;
  changeKey: string;
  subject: string | null;
  type: string;
  seriesMasterId: string | null;
  iCalUId: string;
  start: { dateTime: string; timeZone: string };
  end: { dateTime: string; timeZone: string };
  originalStart: string;
  originalStartTimeZone: string;
  isAllDay: boolean;
  body: { contentType: string; content: string };
  recurrence: { pattern: Record<string, unknown>; range: Record<string, unknown> } | null;
  cancelledOccurrences: string[];
  exceptionOccurrences: Event[];
  attendees: { status: { response: string }; emailAddress: { address: string } }[];
  responseStatus: { response: string; time: string };
  showAs: string;
  isCancelled: boolean;
  onlineMeeting: { joinUrl: string } | null;
  transactionId: string | null;
};
interface List {
  value: Event[];
  "@odata.nextLink"?: string;
  "@odata.count"?: number;
}

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
beforeAll(async () => {
  sandbox = await openSandbox({ seed: "events", startAt: Date.UTC(2026, 1, 1) });
  alice = await microsoftPerson(sandbox, { email: "alice@contoso.example" });
});
afterAll(() => sandbox.stop());

const berlin = (dateTime: string) => ({ dateTime, timeZone: "W. Europe Standard Time" });
const meeting = (more: Record<string, unknown> = {}) => ({
  subject: "Call",
  start: berlin("2026-02-10T14:00:00"),
  end: berlin("2026-02-10T15:00:00"),
  ...more,
});
const create = (more: Record<string, unknown> = {}, person = alice): Promise<Event> =>
  person.api.api("/me/events").post(meeting(more)) as Promise<Event>;
const series = (
  pattern: Record<string, unknown>,
  range: Record<string, unknown> = { type: "noEnd" },
  more: Record<string, unknown> = {},
): Promise<Event> =>
  create({
    recurrence: { pattern: { interval: 1, ...pattern }, range: { startDate: "2026-02-10", ...range } },
    ...more,
  });
const get = (id: string, query = "", prefer = ""): Promise<Event> =>
  alice.api
    .api(`/me/events/${encodeURIComponent(id)}${query}`)
    .headers(prefer === "" ? {} : { Prefer: prefer })
    .get() as Promise<Event>;
const view = (from: string, to: string, person = alice): Promise<List> =>
  person.api.api(`/me/calendarView?startDateTime=${from}&endDateTime=${to}&$top=200`).get() as Promise<List>;
const instances = (id: string, from: string, to: string): Promise<List> =>
  alice.api
    .api(`/me/events/${encodeURIComponent(id)}/instances?startDateTime=${from}&endDateTime=${to}&$top=100`)
    .get() as Promise<List>;
const patch = (id: string, body: unknown, headers: Record<string, string> = {}): Promise<Event> =>
  alice.api
    .api(`/me/events/${encodeURIComponent(id)}`)
    .headers(headers)
    .patch(body) as Promise<Event>;
const remove = (id: string, headers: Record<string, string> = {}): Promise<unknown> =>
  alice.api
    .api(`/me/events/${encodeURIComponent(id)}`)
    .headers(headers)
    .delete();
const days = (list: List): string[] => list.value.map(({ start }) => start.dateTime.slice(5, 10)).sort();

describe("mailbox and calendars (4.1, 4.5)", () => {
  it("4.5 tells the zone of the mailbox by its Windows name; calendars have none", async () => {
    expect(await alice.api.api("/me/mailboxSettings").get()).toMatchObject({ timeZone: "W. Europe Standard Time" });
    const { value } = (await alice.api.api("/me/calendars").get()) as { value: Record<string, unknown>[] };
    expect(value[0]).toMatchObject({ isDefaultCalendar: true, canEdit: true, owner: { address: alice.email } });
    expect(value[0]).not.toHaveProperty("timeZone");
  });

  it("4.5 describes a custom zone with bias and changes", async () => {
    await sandbox.control("POST", "accounts", {
      provider: "microsoft",
      email: "zoe@contoso.example",
      extra: { zoneName: "Customized Time Zone" },
    });
    const tokens = await sandbox.control<{ access_token: string }>("POST", "accounts/zoe@contoso.example/tokens", {});
    const settings = (await graphClient(sandbox, () => tokens.access_token)
      .api.api("/me/mailboxSettings")
      .get()) as { workingHours: unknown };
    expect(settings.workingHours).toMatchObject({
      timeZone: { "@odata.type": "#microsoft.graph.customTimeZone", bias: 300 },
    });
  });

  it("4.5 lists the zones it knows, in both standards", async () => {
    const windows = (await alice.api.api("/me/outlook/supportedTimeZones").get()) as { value: { alias: string }[] };
    const iana = (await alice.api
      .api("/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')")
      .get()) as { value: { alias: string }[] };
    expect(windows.value.map(({ alias }) => alias)).toContain("W. Europe Standard Time");
    expect(iana.value.map(({ alias }) => alias)).toContain("Europe/Berlin");
  });

  it("4.1 pages calendars by ten and follows nextLink", async () => {
    const bob = await microsoftPerson(sandbox, { email: "bob@contoso.example" });
    for (let index = 0; index < 11; index++) await bob.api.api("/me/calendars").post({ name: `Project ${index}` });
    const first = (await bob.api.api("/me/calendars").get()) as { value: unknown[]; "@odata.nextLink": string };
    expect(first.value).toHaveLength(10);
    expect(first["@odata.nextLink"]).toMatch(/^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/calendars\?/);
    expect(((await bob.api.api(first["@odata.nextLink"]).get()) as { value: unknown[] }).value).toHaveLength(2);
    expect(await failureOf(bob.api.api("/me/calendars").post({ name: "Project 1" }))).toMatchObject({ status: 409 });
  });

  it("4.1 changes and deletes calendars, but not the default one", async () => {
    const made = (await alice.api.api("/me/calendars").post({ name: "Trips", color: "lightBlue" })) as { id: string };
    const path = `/me/calendars/${encodeURIComponent(made.id)}`;
    expect(await alice.api.api(path).patch({ name: "Travel" })).toMatchObject({ name: "Travel", color: "lightBlue" });
    await alice.api.api(path).delete();
    expect(await failureOf(alice.api.api(path).get())).toMatchObject({ status: 404, code: "ErrorItemNotFound" });
    const { id } = (await alice.api.api("/me/calendar").get()) as { id: string };
    expect(await failureOf(alice.api.api(`/me/calendars/${encodeURIComponent(id)}`).delete())).toMatchObject({
      status: 403,
    });
  });

  it("4.1 has two calendar groups, the second with what others share", async () => {
    const carol = await microsoftPerson(sandbox, { email: "carol@contoso.example" });
    await sandbox.control("POST", `accounts/${alice.email}/calendars/primary/share`, {
      scope: `user:${carol.email}`,
      role: "reader",
    });
    const groups = (await carol.api.api("/me/calendarGroups").get()) as { value: { id: string }[] };
    const shared = (await carol.api
      .api(`/me/calendarGroups/${encodeURIComponent(groups.value[1]?.id ?? "")}/calendars`)
      .get()) as { value: { id: string; canEdit: boolean }[] };
    expect(shared.value).toMatchObject([{ canEdit: false, owner: { address: alice.email } }]);
    const secret = await create({ subject: "Salary", sensitivity: "private" });
    const seen = (await carol.api
      .api(`/me/calendars/${encodeURIComponent(shared.value[0]?.id ?? "")}/events?$top=100`)
      .get()) as List;
    expect(seen.value.find(({ id }) => id === secret.id)?.subject).toBe("Private Appointment");
    expect(
      await failureOf(
        carol.api.api(`/me/calendars/${encodeURIComponent(shared.value[0]?.id ?? "")}/events`).post(meeting()),
      ),
    ).toMatchObject({ status: 403, code: "ErrorAccessDenied" });
  });
});

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

describe("series (4.1, 4.4, 6)", () => {
  it("6.1 keeps the wall time over the change of the clocks", async () => {
    const { id } = await series({ type: "weekly", daysOfWeek: ["tuesday"] });
    const { value } = await instances(id, "2026-03-20T00:00:00Z", "2026-04-05T00:00:00Z");
    expect(value.map(({ start }) => start.dateTime.slice(5, 16))).toEqual(["03-24T13:00", "03-31T12:00"]);
  });

  it.each([
    [{ type: "daily", interval: 2 }, ["02-10", "02-12", "02-14"]],
    [{ type: "weekly", daysOfWeek: ["tuesday", "thursday"], firstDayOfWeek: "monday" }, ["02-10", "02-12", "02-17"]],
    [{ type: "absoluteMonthly", dayOfMonth: 10 }, ["02-10", "03-10", "04-10"]],
    [{ type: "relativeMonthly", daysOfWeek: ["tuesday"], index: "second" }, ["02-10", "03-10", "04-14"]],
    [{ type: "absoluteYearly", dayOfMonth: 10, month: 2 }, ["02-10", "02-10", "02-10"]],
    [{ type: "relativeYearly", daysOfWeek: ["tuesday"], index: "second", month: 2 }, ["02-08", "02-09", "02-10"]],
  ])("4.4 expands %o and reads it back", async (pattern, expected) => {
    const made = await series(pattern, { type: "numbered", numberOfOccurrences: 3 });
    expect(made.recurrence?.pattern).toMatchObject(pattern);
    expect(made.recurrence?.range).toMatchObject({
      type: "numbered",
      numberOfOccurrences: 3,
      endDate: "0001-01-01",
      startDate: "2026-02-10",
      recurrenceTimeZone: "W. Europe Standard Time",
    });
    expect(days(await instances(made.id, "2026-01-01T00:00:00Z", "2028-12-31T00:00:00Z"))).toEqual(expected);
  });

  it("6.20 ends on the day named, inclusively", async () => {
    const { id } = await series({ type: "daily" }, { type: "endDate", endDate: "2026-02-12" });
    expect(days(await instances(id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))).toEqual([
      "02-10",
      "02-11",
      "02-12",
    ]);
  });

  it("4.1 gives occurrences with ids, iCalUIds and original starts of their own", async () => {
    const master = await series({ type: "daily" }, { type: "numbered", numberOfOccurrences: 2 });
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    expect(value.map(({ type, seriesMasterId, originalStart }) => [type, seriesMasterId, originalStart])).toEqual([
      ["occurrence", master.id, "2026-02-10T13:00:00Z"],
      ["occurrence", master.id, "2026-02-11T13:00:00Z"],
    ]);
    expect(value.map(({ iCalUId }) => iCalUId.slice(32, 40))).toEqual(["07EA020A", "07EA020B"]);
    expect(master.iCalUId.slice(32, 40)).toBe("00000000");
    expect((await get(value[1]?.id ?? "")).start.dateTime).toBe("2026-02-11T13:00:00.0000000");
  });

  it("6.28 makes an exception by changing an occurrence, and keeps its id and original start", async () => {
    const master = await series(
      { type: "weekly", daysOfWeek: ["tuesday"] },
      { type: "numbered", numberOfOccurrences: 3 },
    );
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-30T00:00:00Z");
    const second = value[1]?.id ?? "";
    const changed = await patch(second, {
      subject: "Moved",
      start: berlin("2026-02-18T09:00:00"),
      end: berlin("2026-02-18T10:00:00"),
    });
    expect(changed).toMatchObject({
      id: second,
      type: "exception",
      seriesMasterId: master.id,
      originalStart: "2026-02-17T13:00:00Z",
    });
    expect(
      (await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-30T00:00:00Z")).value.map(({ type }) => type),
    ).toEqual(["occurrence", "exception", "occurrence"]);
  });

  it("6.28 and 6.29 place a moved exception by where it is now", async () => {
    const master = await series(
      { type: "absoluteMonthly", dayOfMonth: 10 },
      { type: "numbered", numberOfOccurrences: 3 },
      { subject: "Monthly" },
    );
    const { value } = await instances(master.id, "2026-03-01T00:00:00Z", "2026-03-30T00:00:00Z");
    await patch(value[0]?.id ?? "", { start: berlin("2026-03-20T09:00:00"), end: berlin("2026-03-20T10:00:00") });
    const count = async (from: string, to: string): Promise<number> =>
      (await view(from, to)).value.filter(({ subject }) => subject === "Monthly").length;
    expect([
      await count("2026-03-10T00:00:00Z", "2026-03-11T00:00:00Z"),
      await count("2026-03-20T00:00:00Z", "2026-03-21T00:00:00Z"),
    ]).toEqual([0, 1]);
  });

  it("4.4 lets no occurrence pass its neighbours (ErrorOccurrenceCrossingBoundary)", async () => {
    const master = await series(
      { type: "weekly", daysOfWeek: ["tuesday"] },
      { type: "numbered", numberOfOccurrences: 3 },
    );
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-30T00:00:00Z");
    const to = (day: string) =>
      patch(value[1]?.id ?? "", { start: berlin(`2026-${day}T09:00:00`), end: berlin(`2026-${day}T10:00:00`) });
    for (const day of ["02-10", "02-24", "03-05"])
      expect(await failureOf(to(day))).toMatchObject({ status: 400, code: "ErrorOccurrenceCrossingBoundary" });
    expect((await to("02-23")).type).toBe("exception");
  });

  it("4.1 tells cancelled and changed occurrences of a master only when selected", async () => {
    const master = await series({ type: "daily" }, { type: "numbered", numberOfOccurrences: 4 });
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    await remove(value[1]?.id ?? "");
    await patch(value[2]?.id ?? "", { subject: "Special" });
    expect(days(await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))).toEqual([
      "02-10",
      "02-12",
      "02-13",
    ]);
    const plain = await get(master.id);
    expect([plain.cancelledOccurrences, plain.exceptionOccurrences]).toEqual([undefined, undefined]);
    const full = await get(
      master.id,
      "?$select=subject,cancelledOccurrences,exceptionOccurrences&$expand=exceptionOccurrences",
    );
    expect(full.cancelledOccurrences).toEqual([`OID.${master.id}.2026-02-11`]);
    expect(full.exceptionOccurrences.map(({ subject, type }) => [subject, type])).toEqual([["Special", "exception"]]);
  });

  it("4.4 drops the exceptions when the rule changes", async () => {
    const master = await series({ type: "daily" }, { type: "numbered", numberOfOccurrences: 3 });
    const { value } = await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
    await remove(value[1]?.id ?? "");
    await patch(master.id, {
      recurrence: {
        pattern: { type: "daily", interval: 1 },
        range: { type: "numbered", numberOfOccurrences: 4, startDate: "2026-02-10" },
      },
    });
    expect(days(await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))).toEqual([
      "02-10",
      "02-11",
      "02-12",
      "02-13",
    ]);
    await remove((await instances(master.id, "2026-02-11T00:00:00Z", "2026-02-12T00:00:00Z")).value[0]?.id ?? "");
    expect(days(await instances(master.id, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"))).toEqual([
      "02-10",
      "02-12",
      "02-13",
    ]);
  });

  it("6.33 splits into an old series with an end and a new one", async () => {
    const created = await alice.edit({
      do: "create",
      event: {
        summary: "Split me",
        start: { at: "2026-04-06T09:00:00", zone: "Europe/Berlin" },
        end: { at: "2026-04-06T10:00:00", zone: "Europe/Berlin" },
        recurrence: ["RRULE:FREQ=DAILY;COUNT=6"],
      },
    });
    await alice.edit({
      do: "split",
      eventId: created.id,
      original: { at: "2026-04-09T09:00:00", zone: "Europe/Berlin" },
      fields: { summary: "Second half" },
    });
    const { value } = (await alice.api.api("/me/events?$filter=startswith(subject,'S')&$top=100").get()) as List;
    const halves = value.filter(({ subject }) => ["Split me", "Second half"].includes(subject ?? ""));
    expect(halves.map(({ recurrence }) => recurrence?.range)).toMatchObject([
      { type: "endDate", endDate: "2026-04-09" },
      { type: "noEnd" },
    ]);
  });
});

describe("meetings (4.1)", () => {
  it("4.1 carries an invitation to the attendee, the answer back, and a cancellation again to the attendee", async () => {
    const erin = await microsoftPerson(sandbox, { email: "erin@contoso.example" });
    const event = await create({
      subject: "Review",
      start: berlin("2026-05-05T09:00:00"),
      end: berlin("2026-05-05T10:00:00"),
      attendees: [{ emailAddress: { address: erin.email } }],
    });
    const invited = (await view("2026-05-05T00:00:00Z", "2026-05-06T00:00:00Z", erin)).value[0];
    expect(invited).toMatchObject({
      iCalUId: event.iCalUId,
      isOrganizer: false,
      showAs: "tentative",
      responseStatus: { response: "notResponded" },
    });
    expect(invited?.id).not.toBe(event.id);
    const path = `/me/events/${encodeURIComponent(invited?.id ?? "")}`;
    await erin.api.api(`${path}/tentativelyAccept`).post({ sendResponse: true });
    expect(erin.heard().status).toBe(202);
    expect((await get(event.id)).attendees[0]?.status.response).toBe("tentativelyAccepted");
    await erin.api.api(`${path}/accept`).post({ comment: "Fine" });
    expect((await get(event.id)).attendees[0]?.status.response).toBe("accepted");
    expect(await failureOf(alice.api.api(`/me/events/${encodeURIComponent(event.id)}/accept`).post({}))).toMatchObject({
      status: 400,
      code: "ErrorInvalidRequest",
    });
    expect(await failureOf(erin.api.api(`${path}/cancel`).post({}))).toMatchObject({
      status: 400,
      code: "ErrorInvalidRequest",
    });
    await alice.api.api(`/me/events/${encodeURIComponent(event.id)}/cancel`).post({ comment: "Off" });
    expect((await erin.api.api(path).get()) as Event).toMatchObject({
      isCancelled: true,
      showAs: "free",
      subject: "Canceled: Review",
    });
    expect(await failureOf(get(event.id))).toMatchObject({ status: 404 });
  });

  it("4.1 takes a declined invitation out of the calendar and tells the organizer", async () => {
    const frank = await microsoftPerson(sandbox, { email: "frank@contoso.example" });
    const event = await create({
      start: berlin("2026-05-07T09:00:00"),
      end: berlin("2026-05-07T10:00:00"),
      attendees: [{ emailAddress: { address: frank.email } }],
    });
    const invited = (await view("2026-05-07T00:00:00Z", "2026-05-08T00:00:00Z", frank)).value[0];
    await frank.api.api(`/me/events/${encodeURIComponent(invited?.id ?? "")}/decline`).post({ sendResponse: true });
    expect((await view("2026-05-07T00:00:00Z", "2026-05-08T00:00:00Z", frank)).value).toEqual([]);
    expect((await get(event.id)).attendees[0]?.status.response).toBe("declined");
  });

  it("4.1 forwards, snoozes and dismisses", async () => {
    const { id } = await create();
    const path = `/me/events/${encodeURIComponent(id)}`;
    await alice.api
      .api(`${path}/forward`)
      .post({ toRecipients: [{ emailAddress: { address: "gina@contoso.example" } }] });
    await alice.api
      .api(`${path}/snoozeReminder`)
      .post({ newReminderTime: { dateTime: "2026-02-10T13:50:00", timeZone: "UTC" } });
    await alice.api.api(`${path}/dismissReminder`).post({});
    expect(alice.heard().status).toBe(202);
    expect(await get(id)).toMatchObject({ isReminderOn: false });
  });
});
