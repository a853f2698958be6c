import type { calendar_v3 } from "googleapis/build/src/apis/calendar/index.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, googlePerson, type GooglePerson } from "../../testing/google-person";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.stop());

const ZONE = "Europe/Berlin";
const wall = (text: string) => ({ dateTime: text, timeZone: ZONE });
const event = (day: string, more: object = {}) => ({
  start: wall(`${day}T09:00:00`),
  end: wall(`${day}T10:00:00`),
  ...more,
});
const daily = (count: number) =>
  event("2026-06-01", { summary: "Daily", recurrence: [`RRULE:FREQ=DAILY;COUNT=${count}`] });

async function tokenOf({ api }: GooglePerson, query: object = {}): Promise<string> {
  return (await api.events.list({ calendarId: "primary", ...query })).data.nextSyncToken as string;
}

async function changes(
  { api }: GooglePerson,
  syncToken: string,
  query: object = {},
): Promise<calendar_v3.Schema$Event[]> {
  return (await api.events.list({ calendarId: "primary", syncToken, ...query })).data.items ?? [];
}

async function add({ api }: GooglePerson, requestBody: object): Promise<string> {
  return (await api.events.insert({ calendarId: "primary", requestBody })).data.id as string;
}

describe("Google sync tokens, as the fact sheet has it", () => {
  it("2.2 refuse every parameter that is forbidden with a sync token, by name", async () => {
    const person = await googlePerson(sandbox);
    const syncToken = await tokenOf(person);
    const forbidden: Record<string, unknown> = {
      iCalUID: "x",
      orderBy: "updated",
      privateExtendedProperty: ["a=b"],
      q: "x",
      sharedExtendedProperty: ["a=b"],
      timeMin: "2026-01-01T00:00:00Z",
      timeMax: "2026-01-01T00:00:00Z",
      updatedMin: "2026-01-01T00:00:00Z",
      showDeleted: false,
    };
    for (const [name, value] of Object.entries(forbidden)) {
      const failure = await failureOf(person.api.events.list({ calendarId: "primary", syncToken, [name]: value }));
      expect([name, failure.status, failure.location]).toEqual([name, 400, name]);
    }
  });

  it("2.3 bring own writes back, and an empty list with a new token when nothing changed", async () => {
    const person = await googlePerson(sandbox);
    const token = await tokenOf(person);
    const id = await add(person, event("2026-06-01"));
    const round = (await person.api.events.list({ calendarId: "primary", syncToken: token })).data;
    const quiet = (await person.api.events.list({ calendarId: "primary", syncToken: round.nextSyncToken as string }))
      .data;
    expect([round.items?.map((item) => item.id), quiet.items, typeof quiet.nextSyncToken]).toEqual([
      [id],
      [],
      "string",
    ]);
  });

  it("2.3 page with the same sync token, the new one on the last page only", async () => {
    const person = await googlePerson(sandbox);
    const token = await tokenOf(person);
    for (let day = 1; day <= 5; day++) await add(person, event(`2026-06-0${day}`));
    const list = (more: object) =>
      person.api.events.list({ calendarId: "primary", syncToken: token, maxResults: 2, ...more });
    const first = (await list({})).data;
    const second = (await list({ pageToken: first.nextPageToken })).data;
    const third = (await list({ pageToken: second.nextPageToken })).data;
    expect([first, second, third].map(({ items }) => items?.length)).toEqual([2, 2, 1]);
    expect([first, second, third].map(({ nextSyncToken }) => nextSyncToken !== undefined)).toEqual([
      false,
      false,
      true,
    ]);
    expect(
      (await failureOf(person.api.events.list({ calendarId: "primary", pageToken: first.nextPageToken as string })))
        .status,
    ).toBe(400);
  });

  it("2.3 are bound to their query and calendar", async () => {
    const person = await googlePerson(sandbox);
    const token = await tokenOf(person);
    const expanded = await failureOf(
      person.api.events.list({ calendarId: "primary", syncToken: token, singleEvents: true }),
    );
    const other = (await person.api.calendars.insert({ requestBody: { summary: "Other" } })).data.id as string;
    const elsewhere = await failureOf(person.api.events.list({ calendarId: other, syncToken: token }));
    expect([expanded.status, elsewhere.status]).toEqual([400, 400]);
  });

  it("2.3 are not given for a query that selects", async () => {
    const person = await googlePerson(sandbox);
    expect(await tokenOf(person, { q: "x" })).toBeUndefined();
    expect(await tokenOf(person, { orderBy: "updated" })).toBeUndefined();
    expect(await tokenOf(person, { timeMin: "2026-01-01T00:00:00Z" })).toBeDefined();
  });

  it("2.3 answer 410 fullSyncRequired when unknown, expired, aged or ended by a change of access", async () => {
    const person = await googlePerson(sandbox);
    const reason = async (syncToken: string) => {
      const {
        status,
        reason: why,
        location,
        message,
      } = await failureOf(person.api.events.list({ calendarId: "primary", syncToken }));
      return [status, why, location, message];
    };
    const gone = [410, "fullSyncRequired", "syncToken", "Sync token is no longer valid, a full sync is required."];
    expect(await reason("garbage")).toEqual(gone);
    const first = await tokenOf(person);
    await sandbox.control("POST", "faults", { fault: "expire-sync-state", account: person.email });
    expect(await reason(first)).toEqual(gone);
    const second = await tokenOf(person);
    await person.api.acl.insert({ calendarId: "primary", requestBody: { role: "reader", scope: { type: "default" } } });
    expect(await reason(second)).toEqual(gone);
    expect(await changes(person, await tokenOf(person))).toEqual([]);
  });

  it("2.4 a deleted event comes as its id and cancelled", async () => {
    const person = await googlePerson(sandbox);
    const id = await add(person, event("2026-06-01", { summary: "Gone" }));
    const token = await tokenOf(person);
    await person.api.events.delete({ calendarId: "primary", eventId: id });
    const [row] = await changes(person, token);
    expect(row).toEqual({ kind: "calendar#event", etag: expect.any(String), id, status: "cancelled" });
  });

  it("2.4 a deleted occurrence comes as a cancelled exception with its series and original start", async () => {
    const person = await googlePerson(sandbox);
    const id = await add(person, daily(3));
    const token = await tokenOf(person);
    await person.api.events.delete({ calendarId: "primary", eventId: `${id}_20260602T070000Z` });
    const [row] = await changes(person, token);
    expect(row).toMatchObject({
      id: `${id}_20260602T070000Z`,
      status: "cancelled",
      recurringEventId: id,
      originalStartTime: { dateTime: "2026-06-02T09:00:00+02:00", timeZone: ZONE },
    });
    expect(row?.summary).toBeUndefined();
    const master = (await person.api.events.get({ calendarId: "primary", eventId: id })).data;
    expect(master.recurrence).toEqual(["RRULE:FREQ=DAILY;COUNT=3"]);
  });

  it("2.4 cancelled occurrences are listed without showDeleted, deleted events are not; expanded neither is", async () => {
    const person = await googlePerson(sandbox);
    const id = await add(person, daily(3));
    const gone = await add(person, event("2026-06-01"));
    await person.api.events.delete({ calendarId: "primary", eventId: gone });
    await person.api.events.delete({ calendarId: "primary", eventId: `${id}_20260602T070000Z` });
    const list = async (query: object) =>
      (await person.api.events.list({ calendarId: "primary", ...query })).data.items?.map((item) => item.id);
    expect(await list({})).toEqual([id, `${id}_20260602T070000Z`]);
    expect(await list({ singleEvents: true })).toEqual([`${id}_20260601T070000Z`, `${id}_20260603T070000Z`]);
    expect(await list({ showDeleted: true })).toContain(gone);
    expect(await list({ showDeleted: true, singleEvents: true })).toEqual(
      expect.arrayContaining([`${id}_20260602T070000Z`, gone]),
    );
  });

  it("2.4 a deleted series comes expanded as cancelled occurrences, never as its master", async () => {
    const person = await googlePerson(sandbox);
    const id = await add(person, daily(3));
    const token = await tokenOf(person, { singleEvents: true });
    await person.api.events.delete({ calendarId: "primary", eventId: id });
    const rows = await changes(person, token, { singleEvents: true });
    expect(rows.map((row) => [row.id, row.status])).toEqual(
      ["01", "02", "03"].map((day) => [`${id}_202606${day}T070000Z`, "cancelled"]),
    );
  });

  it("2.4 occurrences that a changed rule no longer has come as cancelled, expanded", async () => {
    const person = await googlePerson(sandbox);
    const id = await add(person, daily(3));
    const token = await tokenOf(person, { singleEvents: true });
    await person.api.events.patch({
      calendarId: "primary",
      eventId: id,
      requestBody: { recurrence: ["RRULE:FREQ=DAILY;COUNT=1"] },
    });
    const rows = await changes(person, token, { singleEvents: true });
    expect(rows.map((row) => [row.id?.slice(-16, -8), row.status])).toEqual([
      ["20260601", "confirmed"],
      ["20260602", "cancelled"],
      ["20260603", "cancelled"],
    ]);
  });

  it("2.4 an event that moved to another organizer leaves a stub with its id only", async () => {
    const person = await googlePerson(sandbox);
    const destination = (await person.api.calendars.insert({ requestBody: { summary: "Deals" } })).data.id as string;
    const id = await add(person, event("2026-06-01", { summary: "Moves" }));
    const token = await tokenOf(person, { showDeleted: true });
    const moved = (await person.api.events.move({ calendarId: "primary", eventId: id, destination })).data;
    const [row] = await changes(person, token, { showDeleted: true });
    expect(row).toEqual({ kind: "calendar#event", etag: expect.any(String), id, status: "cancelled" });
    expect([moved.id, moved.organizer?.email]).toEqual([id, destination]);
  });

  it("2.4 a deleted event can still be read as cancelled with details by its organizer, later not at all", async () => {
    const own = await openSandbox();
    const person = await googlePerson(own);
    const id = await add(person, event("2026-06-01", { summary: "Gone" }));
    await person.api.events.delete({ calendarId: "primary", eventId: id });
    const read = (await person.api.events.get({ calendarId: "primary", eventId: id })).data;
    expect([read.status, read.summary]).toEqual(["cancelled", "Gone"]);
    await own.control("POST", "clock/advance", { ms: 31 * 86_400_000 });
    const { access_token } = await own.control<{ access_token: string }>("POST", `accounts/${person.email}/tokens`, {});
    person.auth.setCredentials({ access_token, expiry_date: Date.now() + 3_000_000 });
    expect((await failureOf(person.api.events.get({ calendarId: "primary", eventId: id }))).status).toBe(404);
    await own.stop();
  });

  it("2.3 sync tokens grow too old by the clock", async () => {
    const own = await openSandbox();
    const person = await googlePerson(own);
    const token = await tokenOf(person);
    await own.control("POST", "clock/advance", { ms: 31 * 86_400_000 });
    const { access_token } = await own.control<{ access_token: string }>("POST", `accounts/${person.email}/tokens`, {});
    person.auth.setCredentials({ access_token, expiry_date: Date.now() + 3_000_000 });
    expect((await failureOf(person.api.events.list({ calendarId: "primary", syncToken: token }))).reason).toBe(
      "fullSyncRequired",
    );
    await own.stop();
  });

  it("6.31 a restored occurrence comes back as confirmed, and a restored series with all its exceptions", async () => {
    const person = await googlePerson(sandbox);
    const id = await add(person, daily(3));
    const eventId = `${id}_20260602T070000Z`;
    await person.api.events.patch({ calendarId: "primary", eventId, requestBody: { summary: "Changed" } });
    await person.api.events.delete({ calendarId: "primary", eventId });
    const token = await tokenOf(person);
    await person.edit({ do: "restore-occurrence", eventId: id, original: "2026-06-02T09:00:00" });
    expect((await changes(person, token))[0]).toMatchObject({ id: eventId, status: "confirmed", summary: "Changed" });
    await person.edit({ do: "delete", eventId: id });
    const deleted = await tokenOf(person);
    await person.edit({ do: "undelete", eventId: id });
    expect((await changes(person, deleted)).map((row) => [row.id, row.status])).toEqual([
      [id, "confirmed"],
      [eventId, "confirmed"],
    ]);
  });

  it("6.33 this-and-following ends the old series and starts a new one under a new id", async () => {
    const person = await googlePerson(sandbox);
    const id = await add(person, daily(5));
    const token = await tokenOf(person);
    await person.edit({ do: "split", eventId: id, original: "2026-06-03T09:00:00", fields: { summary: "Later" } });
    const rows = await changes(person, token);
    const old = rows.find((row) => row.id === id);
    expect(old?.recurrence?.[0]).toContain("UNTIL=20260602T215959Z");
    const later = rows.find((row) => row.summary === "Later");
    expect([later?.start?.dateTime, later?.recurrence]).toEqual([
      "2026-06-03T09:00:00+02:00",
      ["RRULE:FREQ=DAILY;COUNT=3"],
    ]);
  });
});
