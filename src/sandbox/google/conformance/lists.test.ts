import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, googlePerson } from "../../testing/google-person";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.stop());

const HOUR = 3_600_000;
const at = (ms: number): string => new Date(ms).toISOString();
const timed = (start: number, hours = 1) => ({
  start: { dateTime: at(start) },
  end: { dateTime: at(start + hours * HOUR) },
});
const BASE = Date.UTC(2026, 5, 1, 9);

describe("Google calendarList.list, as the fact sheet has it", () => {
  it("2.1 lists the primary calendar under the account's address, owned", async () => {
    const { api, email } = await googlePerson(sandbox);
    const { items } = (await api.calendarList.list()).data;
    expect(items?.[0]).toMatchObject({
      id: email,
      primary: true,
      accessRole: "owner",
      kind: "calendar#calendarListEntry",
    });
  });

  it("2.1 answers the keyword primary wherever an id is asked", async () => {
    const { api, email } = await googlePerson(sandbox);
    expect((await api.calendars.get({ calendarId: "primary" })).data.id).toBe(email);
    expect((await api.calendarList.get({ calendarId: "primary" })).data.id).toBe(email);
  });

  it("2.1 pages, with the sync token on the last page only", async () => {
    const { api } = await googlePerson(sandbox);
    for (const summary of ["A", "B", "C"]) await api.calendars.insert({ requestBody: { summary } });
    const first = (await api.calendarList.list({ maxResults: 3 })).data;
    const second = (await api.calendarList.list({ maxResults: 3, pageToken: first.nextPageToken as string })).data;
    expect([first.items?.length, first.nextSyncToken, second.items?.length, second.nextPageToken]).toEqual([
      3,
      undefined,
      1,
      undefined,
    ]);
    expect(second.nextSyncToken).toBeDefined();
  });

  it("2.1 sync tokens bring new, hidden and deleted entries", async () => {
    const { api } = await googlePerson(sandbox);
    const { nextSyncToken } = (await api.calendarList.list()).data;
    const kept = (await api.calendars.insert({ requestBody: { summary: "Kept" } })).data.id as string;
    const gone = (await api.calendars.insert({ requestBody: { summary: "Gone" } })).data.id as string;
    await api.calendarList.patch({ calendarId: kept, requestBody: { hidden: true } });
    await api.calendars.delete({ calendarId: gone });
    const { items } = (await api.calendarList.list({ syncToken: nextSyncToken as string })).data;
    expect(items?.map(({ id, hidden, deleted }) => ({ id, hidden, deleted }))).toEqual([
      { id: kept, hidden: true, deleted: undefined },
      { id: gone, hidden: undefined, deleted: true },
    ]);
    expect((await api.calendarList.list()).data.items?.map(({ id }) => id)).not.toContain(kept);
  });

  it("2.1 a change of the calendar's own name alone does not bring its entry again", async () => {
    const { api } = await googlePerson(sandbox);
    const { nextSyncToken } = (await api.calendarList.list()).data;
    await api.calendars.patch({ calendarId: "primary", requestBody: { description: "Mine" } });
    expect((await api.calendarList.list({ syncToken: nextSyncToken as string })).data.items).toEqual([]);
  });

  it("2.1 refuses minAccessRole and showDeleted=false with a sync token", async () => {
    const { api } = await googlePerson(sandbox);
    const syncToken = (await api.calendarList.list()).data.nextSyncToken as string;
    const role = await failureOf(api.calendarList.list({ syncToken, minAccessRole: "owner" }));
    const deleted = await failureOf(api.calendarList.list({ syncToken, showDeleted: false }));
    expect([role.status, role.location, deleted.status, deleted.location]).toEqual([
      400,
      "minAccessRole",
      400,
      "showDeleted",
    ]);
  });

  it("2.1 answers 410 fullSyncRequired when the list's sync tokens have expired", async () => {
    const { api, email } = await googlePerson(sandbox);
    const syncToken = (await api.calendarList.list()).data.nextSyncToken as string;
    await sandbox.control("POST", "faults", { fault: "expire-sync-state", account: email });
    expect(await failureOf(api.calendarList.list({ syncToken }))).toMatchObject({
      status: 410,
      reason: "fullSyncRequired",
    });
  });
});

describe("Google events.list, as the fact sheet has it", () => {
  it("2.2 gives 250 rows a page by default, at most 2,500, and both tokens never together", async () => {
    const { api, email } = await googlePerson(sandbox);
    await sandbox.control("POST", `accounts/${email}/calendars/primary/fill`, { count: 2_600 });
    const first = (await api.events.list({ calendarId: "primary" })).data;
    const big = (await api.events.list({ calendarId: "primary", maxResults: 9_999 })).data;
    const rest = (
      await api.events.list({ calendarId: "primary", maxResults: 9_999, pageToken: big.nextPageToken as string })
    ).data;
    expect([first.items?.length, big.items?.length, rest.items?.length]).toEqual([250, 2_500, 100]);
    expect([big.nextSyncToken, rest.nextPageToken]).toEqual([undefined, undefined]);
    expect(new Set([...(big.items ?? []), ...(rest.items ?? [])].map(({ id }) => id)).size).toBe(2_600);
  });

  it("2.2 timeMin is an exclusive bound on the end, timeMax on the start", async () => {
    const { api } = await googlePerson(sandbox);
    for (const offset of [0, 1, 2])
      await api.events.insert({
        calendarId: "primary",
        requestBody: { summary: String(offset), ...timed(BASE + offset * HOUR) },
      });
    const window = { timeMin: at(BASE + HOUR), timeMax: at(BASE + 2 * HOUR) };
    const { items } = (await api.events.list({ calendarId: "primary", ...window })).data;
    expect(items?.map(({ summary }) => summary)).toEqual(["1"]);
  });

  it("2.2 an empty time range answers 400 timeRangeEmpty, a time without offset 400", async () => {
    const { api } = await googlePerson(sandbox);
    const empty = await failureOf(api.events.list({ calendarId: "primary", timeMin: at(BASE), timeMax: at(BASE) }));
    const naive = await failureOf(api.events.list({ calendarId: "primary", timeMin: "2026-06-01T09:00:00" }));
    expect([empty.status, empty.domain, empty.reason, empty.location]).toEqual([
      400,
      "calendar",
      "timeRangeEmpty",
      "timeMax",
    ]);
    expect(naive.status).toBe(400);
  });

  it("2.2 orderBy=startTime works with singleEvents only", async () => {
    const { api } = await googlePerson(sandbox);
    await api.events.insert({ calendarId: "primary", requestBody: { summary: "late", ...timed(BASE + HOUR) } });
    await api.events.insert({ calendarId: "primary", requestBody: { summary: "early", ...timed(BASE) } });
    const sorted = (await api.events.list({ calendarId: "primary", singleEvents: true, orderBy: "startTime" })).data;
    const failure = await failureOf(api.events.list({ calendarId: "primary", orderBy: "startTime" }));
    expect(sorted.items?.map(({ summary }) => summary)).toEqual(["early", "late"]);
    expect([failure.reason, failure.message]).toEqual([
      "invalid",
      "The requested ordering is not available for the particular query.",
    ]);
  });

  it("2.2 expands series with singleEvents=true, in wall time across a change of clocks, without masters", async () => {
    const { api } = await googlePerson(sandbox, { zone: "America/New_York" });
    const zone = "America/New_York";
    await api.events.insert({
      calendarId: "primary",
      requestBody: {
        start: { dateTime: "2026-03-02T09:00:00", timeZone: zone },
        end: { dateTime: "2026-03-02T09:30:00", timeZone: zone },
        recurrence: ["RRULE:FREQ=WEEKLY;COUNT=3"],
      },
    });
    const { items } = (await api.events.list({ calendarId: "primary", singleEvents: true })).data;
    expect(items?.map(({ start }) => start?.dateTime)).toEqual([
      "2026-03-02T09:00:00-05:00",
      "2026-03-09T09:00:00-04:00",
      "2026-03-16T09:00:00-04:00",
    ]);
    expect(
      items?.every(({ recurrence, recurringEventId }) => recurrence === undefined && recurringEventId !== undefined),
    ).toBe(true);
  });

  it("2.2 timeZone only renders", async () => {
    const { api } = await googlePerson(sandbox);
    await api.events.insert({ calendarId: "primary", requestBody: timed(BASE) });
    const { items, timeZone } = (await api.events.list({ calendarId: "primary", timeZone: "Asia/Kolkata" })).data;
    expect([items?.[0]?.start?.dateTime, items?.[0]?.start?.timeZone, timeZone]).toEqual([
      "2026-06-01T14:30:00+05:30",
      "Europe/Berlin",
      "Asia/Kolkata",
    ]);
  });

  it("2.2 eventTypes repeats and selects; q, iCalUID and extended properties select", async () => {
    const { api } = await googlePerson(sandbox);
    const add = (requestBody: object) =>
      api.events.insert({ calendarId: "primary", requestBody: { ...timed(BASE), ...requestBody } });
    await add({ summary: "Focus", eventType: "focusTime" });
    await add({ summary: "Away", eventType: "outOfOffice" });
    const plain = (await add({ summary: "Quarterly numbers", extendedProperties: { private: { deal: "7" } } })).data;
    const list = async (query: object) =>
      (await api.events.list({ calendarId: "primary", ...query })).data.items?.map(({ summary }) => summary);
    expect(await list({ eventTypes: ["focusTime", "outOfOffice"] })).toEqual(["Focus", "Away"]);
    expect(await list({ q: "numbers quarterly" })).toEqual(["Quarterly numbers"]);
    expect(await list({ iCalUID: plain.iCalUID as string })).toEqual(["Quarterly numbers"]);
    expect(await list({ privateExtendedProperty: ["deal=7"] })).toEqual(["Quarterly numbers"]);
    expect(await list({ privateExtendedProperty: ["deal=8"] })).toEqual([]);
  });

  it("2.2 more attendees than maxAttendees leaves the own one and says so", async () => {
    const { api, email } = await googlePerson(sandbox);
    const attendees = [{ email }, { email: "b@x.example" }, { email: "c@x.example" }];
    await api.events.insert({ calendarId: "primary", requestBody: { ...timed(BASE), attendees } });
    const { items } = (await api.events.list({ calendarId: "primary", maxAttendees: 2 })).data;
    expect(items?.[0]).toMatchObject({ attendeesOmitted: true, attendees: [{ email, self: true }] });
  });

  it("2.2 updatedMin brings deleted events too, and answers 410 when too long ago", async () => {
    const { api } = await googlePerson(sandbox);
    const { id } = (await api.events.insert({ calendarId: "primary", requestBody: timed(BASE) })).data;
    await api.events.delete({ calendarId: "primary", eventId: id as string });
    const recent = at(Date.now() - HOUR);
    const { items } = (await api.events.list({ calendarId: "primary", updatedMin: recent, showDeleted: true })).data;
    const old = await failureOf(
      api.events.list({ calendarId: "primary", updatedMin: at(Date.now() - 40 * 24 * HOUR) }),
    );
    expect(items?.map(({ status }) => status)).toEqual(["cancelled"]);
    expect([old.status, old.reason, old.location]).toEqual([410, "updatedMinTooLongAgo", "updatedMin"]);
  });

  it("2.1 a freeBusyReader gets times without details, and series expanded", async () => {
    const owner = await googlePerson(sandbox);
    const reader = await googlePerson(sandbox);
    const start = { dateTime: "2026-06-01T09:00:00", timeZone: "Europe/Berlin" };
    const end = { dateTime: "2026-06-01T10:00:00", timeZone: "Europe/Berlin" };
    await owner.api.events.insert({
      calendarId: "primary",
      requestBody: { summary: "Secret", start, end, recurrence: ["RRULE:FREQ=DAILY;COUNT=2"] },
    });
    await owner.api.acl.insert({
      calendarId: "primary",
      requestBody: { role: "freeBusyReader", scope: { type: "user", value: reader.email } },
    });
    const { items, accessRole } = (await reader.api.events.list({ calendarId: owner.email })).data;
    expect([accessRole, items?.length, items?.[0]?.summary, items?.[0]?.attendees]).toEqual([
      "freeBusyReader",
      2,
      undefined,
      undefined,
    ]);
  });

  it("2.1 a reader sees private events of others as times only, and cannot write", async () => {
    const owner = await googlePerson(sandbox);
    const reader = await googlePerson(sandbox);
    const { id } = (
      await owner.api.events.insert({
        calendarId: "primary",
        requestBody: { summary: "Doctor", visibility: "private", ...timed(BASE) },
      })
    ).data;
    await owner.api.acl.insert({
      calendarId: "primary",
      requestBody: { role: "reader", scope: { type: "user", value: reader.email } },
    });
    const seen = (await reader.api.events.get({ calendarId: owner.email, eventId: id as string })).data;
    const failure = await failureOf(reader.api.events.delete({ calendarId: owner.email, eventId: id as string }));
    expect([seen.summary, seen.visibility]).toEqual([undefined, "private"]);
    expect([failure.status, failure.reason, failure.message]).toEqual([
      403,
      "requiredAccessLevel",
      "You need to have writer access to this calendar.",
    ]);
  });

  it("2.10 a calendar that does not exist and one without access look the same: 404 notFound", async () => {
    const { api } = await googlePerson(sandbox);
    const other = await googlePerson(sandbox);
    const none = await failureOf(api.events.list({ calendarId: "nobody@nowhere.example" }));
    const closed = await failureOf(api.events.list({ calendarId: other.email }));
    expect(closed.body).toEqual(none.body);
    expect([closed.status, closed.reason]).toEqual([404, "notFound"]);
  });
});
