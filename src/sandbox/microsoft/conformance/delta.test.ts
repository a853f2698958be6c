import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import type { Row } from "../testing/delta-reader";
import { failureOf, graphClient, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";

interface Page {
  value: (Row & Record<string, unknown>)[];
  "@odata.nextLink"?: string;
  "@odata.deltaLink"?: string;
}

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const window = "startDateTime=2026-02-09T00:00:00Z&endDateTime=2026-02-20T00:00:00Z";
const first = `/me/calendarView/delta?${window}`;

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "delta", startAt: Date.UTC(2026, 1, 1) });
});
beforeEach(async () => {
  alice = await microsoftPerson(sandbox);
  await sandbox.control("POST", "switches", {
    microsoft: {
      lostSyncState: "SyncStateNotFound",
      linkHost: "graph",
      emptyDeltaPages: true,
      repeatedDeltaRows: true,
      perCalendarDelta: true,
    },
  });
});
afterAll(() => sandbox.stop());

const at = (moment: string) => ({ at: moment, zone: "Europe/Berlin" });
const single = (summary = "Call", day = "2026-02-10"): Promise<{ id: string }> =>
  alice.edit({ do: "create", event: { summary, start: at(`${day}T09:00:00`), end: at(`${day}T10:00:00`) } });
const daily = (count = 3, day = "2026-02-10"): Promise<{ id: string }> =>
  alice.edit({
    do: "create",
    event: {
      summary: "Stand-up",
      start: at(`${day}T09:00:00`),
      end: at(`${day}T09:15:00`),
      recurrence: [`RRULE:FREQ=DAILY;COUNT=${count}`],
    },
  });
const page = (link: string, prefer = ""): Promise<Page> =>
  alice.api
    .api(link)
    .headers(prefer === "" ? {} : { Prefer: prefer })
    .get() as Promise<Page>;

async function round(link: string, prefer = ""): Promise<{ pages: Page[]; rows: Page["value"]; delta: string }> {
  const pages: Page[] = [];
  for (let next: string | undefined = link; next !== undefined;) {
    const got: Page = await page(next, prefer);
    pages.push(got);
    next = got["@odata.nextLink"];
  }
  return { pages, rows: pages.flatMap(({ value }) => value), delta: pages.at(-1)?.["@odata.deltaLink"] ?? "" };
}

const types = (rows: Page["value"]): unknown[] => rows.map((row) => (row["@removed"] ? "removed" : row.type));

describe("calendarView/delta (4.3)", () => {
  it("4.3 needs both ends of the window at first and never again", async () => {
    expect(await failureOf(page("/me/calendarView/delta"))).toMatchObject({
      status: 400,
      code: "ErrorInvalidParameter",
    });
    const { delta } = await round(first);
    expect(await failureOf(page(`${delta}&${window}`))).toMatchObject({ status: 400, code: "ErrorInvalidUrlQuery" });
  });

  it("4.3 gives opaque links on the host the client knows, or on the sandbox's by the switch", async () => {
    expect((await round(first)).delta).toMatch(
      /^https:\/\/graph\.microsoft\.com\/v1\.0\/me\/calendarView\/delta\?\$deltatoken=[\w-]{100,}$/,
    );
    await sandbox.control("POST", "switches", { microsoft: { linkHost: "request" } });
    expect((await page(first))["@odata.deltaLink"]).toContain(sandbox.endpoints["microsoft"]?.["graphOrigin"]);
  });

  it("4.3 refuses select, expand, filter, orderby, search and top", async () => {
    for (const option of [
      "$select=subject",
      "$expand=instances",
      "$filter=subject eq 'x'",
      "$orderby=subject",
      "$search=x",
      "$top=5",
    ]) {
      expect(await failureOf(page(`${first}&${option}`)), option).toMatchObject({
        status: 400,
        code: "ErrorInvalidUrlQuery",
      });
    }
  });

  it("4.3 gives single events in full, occurrences as stubs and the master with them", async () => {
    await single();
    await daily(2);
    const { rows } = await round(first);
    expect(types(rows)).toEqual(["singleInstance", "occurrence", "occurrence", "seriesMaster"]);
    expect(Object.keys(rows[1] ?? {}).toSorted()).toEqual([
      "@odata.etag",
      "@odata.type",
      "end",
      "id",
      "seriesMasterId",
      "start",
      "type",
    ]);
    expect(rows[0]).toMatchObject({ subject: "Call", attendees: [] });
    expect(rows[3]).toMatchObject({ subject: "Stand-up", recurrence: { pattern: { type: "daily" } } });
  });

  it("4.3 gives the master with the first occurrence's times, also outside of the window", async () => {
    await daily(20, "2026-02-01");
    const { rows } = await round(first);
    expect(rows.find(({ type }) => type === "seriesMaster")?.start?.dateTime).toBe("2026-02-01T08:00:00.0000000");
  });

  it("4.3 gives exceptions in full with their original start", async () => {
    const { id } = await daily();
    await alice.edit({
      do: "change-occurrence",
      eventId: id,
      original: at("2026-02-11T09:00:00"),
      fields: { summary: "Longer" },
    });
    const exception = (await round(first)).rows.find(({ type }) => type === "exception");
    expect(exception).toMatchObject({ subject: "Longer", originalStart: "2026-02-11T08:00:00Z" });
  });

  it("4.3 ends a round with nothing new in an empty page with a deltaLink", async () => {
    const { delta } = await round(first);
    expect(await page(delta)).toMatchObject({ value: [] });
  });

  it("4.3 tells changes, and removals by id alone", async () => {
    const { id } = await single();
    const start = await round(first);
    await alice.edit({ do: "change", eventId: id, fields: { summary: "Renamed" } });
    const changed = await round(start.delta);
    expect(changed.rows).toMatchObject([{ subject: "Renamed" }]);
    await alice.edit({ do: "delete", eventId: id });
    const removed = await round(changed.delta);
    expect(removed.rows).toEqual([
      {
        "@odata.type": "#microsoft.graph.event",
        "@odata.etag": expect.any(String) as string,
        id: start.rows[0]?.id,
        "@removed": { reason: "deleted" },
      },
    ]);
    await alice.edit({ do: "undelete", eventId: id });
    expect((await round(removed.delta)).rows).toMatchObject([{ id: start.rows[0]?.id, subject: "Renamed" }]);
  });

  it("4.3 has no row for a deleted occurrence: the rest of the series comes again", async () => {
    const { id } = await daily(3);
    const start = await round(first);
    await alice.edit({ do: "cancel-occurrence", eventId: id, original: at("2026-02-11T09:00:00") });
    const { rows } = await round(start.delta);
    expect(types(rows)).toEqual(["occurrence", "occurrence", "seriesMaster"]);
    expect(rows.slice(0, 2).map((row) => row.start?.dateTime.slice(5, 10))).toEqual(["02-10", "02-12"]);
  });

  it("4.3 removes a deleted series by its master alone", async () => {
    const { id } = await daily(3);
    const start = await round(first);
    await alice.edit({ do: "delete", eventId: id });
    const { rows } = await round(start.delta);
    expect(rows).toMatchObject([
      { id: start.rows.find(({ type }) => type === "seriesMaster")?.id, "@removed": { reason: "deleted" } },
    ]);
  });

  it("4.3 tells what happens outside of the window as removals, of unknown ids too", async () => {
    const { id } = await single();
    const start = await round(first);
    await single("Far away", "2026-07-01");
    await alice.edit({ do: "move", eventId: id, start: at("2026-08-01T09:00:00") });
    const { rows } = await round(start.delta);
    expect(types(rows)).toEqual(["removed", "removed"]);
    expect(rows.map((row) => row.id)).toContain(start.rows[0]?.id);
  });

  it("4.3 keeps to the page size wished for, but never splits a series", async () => {
    for (let index = 0; index < 4; index++) await single(`Call ${index}`);
    await daily(5);
    const { pages } = await round(first, "odata.maxpagesize=2");
    expect(pages[0]?.value).toHaveLength(2);
    const whole = pages.find(({ value }) => value.some(({ type }) => type === "occurrence"));
    expect(types(whole?.value ?? []).filter((type) => type === "occurrence")).toHaveLength(5);
  });

  it("4.3 has pages without rows among the others, and rows that come twice", async () => {
    for (let index = 0; index < 6; index++) await single(`Call ${index}`);
    const { pages, rows } = await round(first, "odata.maxpagesize=2");
    expect(pages.some(({ value, "@odata.nextLink": next }) => value.length === 0 && next !== undefined)).toBe(true);
    expect(rows.length).toBeGreaterThan(new Set(rows.map(({ id }) => id)).size);
    await sandbox.control("POST", "switches", { microsoft: { emptyDeltaPages: false, repeatedDeltaRows: false } });
    const plain = await round(first, "odata.maxpagesize=2");
    expect([plain.rows.length, plain.pages.every(({ value }) => value.length > 0)]).toEqual([6, true]);
  });

  it("4.3 shows a change between two pages in its final state", async () => {
    const made = await Promise.all(["a", "b", "c", "d"].map((name) => single(name)));
    const start = await page(first, "odata.maxpagesize=2");
    await alice.edit({ do: "change", eventId: made[0]?.id, fields: { summary: "changed" } });
    const rest = await round(start["@odata.nextLink"] ?? "", "odata.maxpagesize=2");
    const after = await round(rest.delta);
    const last = new Map([...start.value, ...rest.rows, ...after.rows].map((row) => [row.id, row["subject"]]));
    expect([...last.values()].toSorted()).toEqual(["b", "c", "changed", "d"]);
  });

  it("4.3 works on the three prefixes, each with links of its own", async () => {
    await single();
    const { id } = (await alice.api.api("/me/calendar").get()) as { id: string };
    const paths = [
      "/me/calendarView",
      "/me/calendar/calendarView",
      `/me/calendars/${encodeURIComponent(id)}/calendarView`,
    ];
    for (const path of paths) {
      const { rows, delta } = await round(`${path}/delta?${window}`);
      expect(rows).toHaveLength(1);
      expect(delta).toContain(`/v1.0${path}/delta?`);
    }
    await sandbox.control("POST", "switches", { microsoft: { perCalendarDelta: false } });
    expect(await failureOf(page(`${paths[2]}/delta?${window}`))).toMatchObject({
      status: 400,
      code: "ErrorInvalidRequest",
    });
  });

  it("4.3 binds a token to its calendar", async () => {
    const made = (await alice.api.api("/me/calendars").post({ name: "Other" })) as { id: string };
    const { delta } = await round(first);
    const wrong = delta.replace("/me/calendarView", `/me/calendars/${encodeURIComponent(made.id)}/calendarView`);
    expect(await failureOf(page(wrong))).toMatchObject({ status: 400, code: "SyncStateInvalid" });
  });

  it("4.2 gives immutable ids in rows and removals alike", async () => {
    const { id } = await single();
    const start = await round(first, 'IdType="ImmutableId"');
    await alice.edit({ do: "delete", eventId: id });
    expect((await round(start.delta, 'IdType="ImmutableId"')).rows[0]?.id).toBe(start.rows[0]?.id);
  });
});

describe("lost sync state (4.3)", () => {
  it("4.3 answers 410 SyncStateNotFound when the state is gone, and a new round works", async () => {
    const { delta } = await round(first);
    await sandbox.control("POST", "faults", { fault: "expire-sync-state", account: alice.email });
    expect(await failureOf(page(delta))).toMatchObject({ status: 410, code: "SyncStateNotFound" });
    expect((await page((await round(first)).delta)).value).toEqual([]);
  });

  it("4.3 answers 410 resyncRequired with the address of a new round", async () => {
    await single();
    const { delta } = await round(first);
    await sandbox.control("POST", "switches", { microsoft: { lostSyncState: "resyncRequired" } });
    await sandbox.control("POST", "faults", { fault: "expire-sync-state", account: alice.email });
    const gone = await failureOf(page(delta));
    expect(gone).toMatchObject({ status: 410, code: "resyncRequired" });
    expect((await round(gone.headers.get("location") ?? "")).rows).toHaveLength(1);
  });

  it("4.3 lets deltaLinks age within days and nextLinks within the hour", async () => {
    for (let index = 0; index < 3; index++) await single(`Call ${index}`);
    const { delta } = await round(first);
    const next = (await page(first, "odata.maxpagesize=1"))["@odata.nextLink"] ?? "";
    await sandbox.control("POST", "clock/advance", { ms: 2 * 3_600_000 });
    const token = await sandbox.control<{ access_token: string }>("POST", `accounts/${alice.email}/tokens`, {});
    const later = graphClient(sandbox, () => token.access_token).api;
    expect(await failureOf(later.api(next).get())).toMatchObject({ status: 410 });
    expect(await later.api(delta).get()).toMatchObject({ value: [] });
    await sandbox.control("POST", "clock/advance", { ms: 8 * 86_400_000 });
    const token2 = await sandbox.control<{ access_token: string }>("POST", `accounts/${alice.email}/tokens`, {});
    expect(
      await failureOf(
        graphClient(sandbox, () => token2.access_token)
          .api.api(delta)
          .get(),
      ),
    ).toMatchObject({ status: 410 });
  });

  it("4.3 refuses tokens that are none", async () => {
    for (const token of ["nonsense", "W10", "bnVsbA", Buffer.from('["x",1,2,3,4,5,6,7,8,"9"]').toString("base64url")]) {
      expect(await failureOf(page(`/me/calendarView/delta?$deltatoken=${token}`))).toMatchObject({
        status: 400,
        code: "BadRequest",
      });
    }
  });
});

describe("faults of change tracking", () => {
  async function fault(name: string, params: Record<string, unknown> = {}): Promise<void> {
    await sandbox.control("POST", "faults", { fault: name, account: alice.email, operation: "events.delta", params });
  }
  beforeEach(() => sandbox.control("DELETE", "faults"));

  it("repeats a page for ever", async () => {
    await single();
    await fault("page-loop");
    const one = await page(first);
    const two = await page(one["@odata.nextLink"] ?? "");
    expect(two.value).toEqual(one.value);
    expect(two["@odata.nextLink"]).toBeDefined();
  });

  it("loses the sync state again after each full round", async () => {
    await fault("sync-token-loop");
    const { delta } = await round(first);
    expect(await failureOf(page(delta))).toMatchObject({ status: 410 });
    expect(await failureOf(page((await round(first)).delta))).toMatchObject({ status: 410 });
  });

  it("shows nothing where there were events", async () => {
    await single();
    await fault("empty-listing");
    expect(await page(first)).toMatchObject({ value: [], "@odata.deltaLink": expect.any(String) as string });
  });

  it("lags behind writes, then shows them", async () => {
    const { delta } = await round(first);
    await sandbox.control("POST", "clock/advance", { ms: 60_000 });
    await single();
    await fault("stale-reads", { ms: 30_000 });
    const stale = await round(delta);
    expect(stale.rows).toEqual([]);
    await sandbox.control("POST", "clock/advance", { ms: 40_000 });
    expect((await round(stale.delta)).rows).toHaveLength(1);
  });

  it("plays 410 and 429 by name", async () => {
    await fault("gone", { error: "resyncRequired" });
    expect(await failureOf(page(first))).toMatchObject({ status: 410, code: "resyncRequired" });
    await sandbox.control("DELETE", "faults");
    await fault("rate-limited", { seconds: 7 });
    const limited = await failureOf(page(first));
    expect([limited.status, limited.code, limited.headers.get("retry-after")]).toEqual([
      429,
      "ApplicationThrottled",
      "7",
    ]);
  });
});
