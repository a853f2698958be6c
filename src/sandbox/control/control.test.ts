import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { googlePerson, failureOf } from "../testing/google-person";
import { controlAt, openSandbox, type TestSandbox } from "../testing/open-sandbox";

interface AccountView {
  readonly email: string;
  readonly provider: string;
  readonly zone: string;
  readonly companyId: string;
  readonly trouble?: string;
  readonly calendars: readonly { readonly id: string; readonly name: string; readonly events: number }[];
}

describe("the sandbox's seeded world", () => {
  let sandbox: TestSandbox;
  let accounts: readonly AccountView[];
  beforeAll(async () => {
    sandbox = await openSandbox({ world: "team", seed: 7 });
    accounts = (await sandbox.control<{ accounts: AccountView[] }>("GET", "accounts")).accounts;
  });
  afterAll(() => sandbox.stop());

  it("has twelve people at two companies in five time zones, on both providers, Alice among them", () => {
    const distinct = (key: "zone" | "companyId" | "provider") => new Set(accounts.map((account) => account[key])).size;
    expect([accounts.length, distinct("companyId"), distinct("zone"), distinct("provider")]).toEqual([12, 2, 5, 2]);
    expect(accounts.map(({ email }) => email)).toContain("alice@meridian.example");
    expect(accounts.every(({ calendars }) => calendars.length >= 3)).toBe(true);
  });

  it("has five accounts in trouble, one with a calendar of 20,000 events", () => {
    expect(accounts.filter(({ trouble }) => trouble !== undefined)).toHaveLength(5);
    expect(accounts.flatMap(({ calendars }) => calendars).some(({ events }) => events === 20_000)).toBe(true);
  });

  it("has series with exceptions, cancellations, all-day events, focus time, absence, links, private events", async () => {
    const { events } = await sandbox.control<{ events: Record<string, unknown>[] }>(
      "GET",
      "accounts/alice@meridian.example/calendars/primary/events",
    );
    const some = (test: (event: Record<string, unknown>) => boolean) => events.some(test);
    expect(some(({ recurrence }) => recurrence !== null)).toBe(true);
    expect(some(({ seriesId, status }) => seriesId !== null && status === "cancelled")).toBe(true);
    expect(some(({ seriesId, summary }) => seriesId !== null && summary === "Sales weekly (moved)")).toBe(true);
    expect(some(({ start }) => typeof start === "string")).toBe(true);
    expect(new Set(events.map(({ eventType }) => eventType))).toEqual(
      new Set(["default", "focusTime", "outOfOffice", "workingLocation"]),
    );
    expect(some(({ visibility }) => visibility === "private")).toBe(true);
    expect(some(({ location }) => String(location).includes("zoom.us"))).toBe(true);
    expect(some(({ deleted }) => deleted === true)).toBe(true);
  });

  it("has meeting links of many providers, and invitations from outside", async () => {
    const text = JSON.stringify(await sandbox.control("GET", "snapshot"));
    const services = [
      "zoom.us",
      "teams.microsoft.com",
      "webex.com",
      "whereby.com",
      "meet.jit.si",
      "goto.com",
      "chime.aws",
    ];
    expect(services.filter((service) => !text.includes(service))).toEqual([]);
    expect(text).toMatch(/@(northwind|kestrel|baltic-freight)\.example/);
  });

  it("is the same for the same seed", async () => {
    const state = async () =>
      (
        await sandbox.control<{ events: { id: string }[] }>(
          "GET",
          "accounts/alice@meridian.example/calendars/primary/events",
        )
      ).events.map(({ id }) => id);
    const again = await openSandbox({ world: "team", seed: 7 });
    const other = (
      await again.control<{ events: { id: string }[] }>(
        "GET",
        "accounts/alice@meridian.example/calendars/primary/events",
      )
    ).events.map(({ id }) => id);
    expect(other).toEqual(await state());
    await again.stop();
  });
});

describe("the control API", () => {
  let sandbox: TestSandbox;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.stop());

  it("names every base URL and serves the page", async () => {
    const endpoints = await sandbox.control<{ ready: boolean; control: string; providers: Record<string, unknown> }>(
      "GET",
      "endpoints",
    );
    expect([endpoints.ready, Object.keys(endpoints.providers)]).toEqual([true, ["google", "microsoft"]]);
    for (const path of ["", "page.css", "page.js"])
      expect((await fetch(`${endpoints.control}_control/${path}`)).status).toBe(200);
  });

  it("refuses to be steered by other web pages", async () => {
    const { control } = await sandbox.control<{ control: string }>("GET", "endpoints");
    const answer = await fetch(`${control}_control/reset`, {
      method: "POST",
      body: "{}",
      headers: { "sec-fetch-site": "cross-site" },
    });
    expect(answer.status).toBe(403);
  });

  it("freezes, advances, jumps and speeds up the clock", async () => {
    const own = await openSandbox();
    const clock = <T = { now: number }>(path: string, body: object = {}) =>
      own.control<T & { now: number }>("POST", `clock/${path}`, body);
    const frozen = (await clock("freeze", { at: "2026-06-01T00:00:00Z" })).now;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await own.control<{ now: number }>("GET", "clock")).now).toBe(frozen);
    expect((await clock("advance", { ms: 5_000 })).now).toBe(frozen + 5_000);
    expect((await clock("jump", { to: "2020-01-01T00:00:00Z" })).now).toBe(Date.parse("2020-01-01T00:00:00Z"));
    await clock("run", { rate: 1_000 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect((await own.control<{ now: number }>("GET", "clock")).now).toBeGreaterThan(
      Date.parse("2020-01-01T00:00:10Z"),
    );
    await own.stop();
  });

  it("restores a snapshot with tokens, sync tokens and channels still good", async () => {
    const bob = await googlePerson(sandbox);
    await bob.edit({
      do: "create",
      event: { summary: "Kept", start: "2026-06-01T09:00:00", recurrence: ["RRULE:FREQ=DAILY;COUNT=3"] },
    });
    const syncToken = (await bob.api.events.list({ calendarId: "primary" })).data.nextSyncToken as string;
    const snapshot = await sandbox.control("GET", "snapshot");
    await sandbox.control("POST", "reset", {});
    expect((await failureOf(bob.api.events.list({ calendarId: "primary" }))).status).toBe(401);
    await sandbox.control("POST", "snapshot", snapshot);
    expect((await bob.api.events.list({ calendarId: "primary", syncToken })).data.items).toEqual([]);
    expect((await bob.api.events.list({ calendarId: "primary", singleEvents: true })).data.items).toHaveLength(3);
  });

  it("draws no id twice after a restore elsewhere, and the same people but no old token after a reset", async () => {
    const [own, next] = [await openSandbox({ world: "team" }), await openSandbox({ world: "team" })];
    const person = "alice@meridian.example";
    const event = { summary: "New", start: "2026-06-01T09:00:00" };
    const draw = async ({ control }: TestSandbox) => {
      const edits = `accounts/${person}/calendars/primary/edits`;
      const { id } = await control<{ id: string }>("POST", edits, { do: "create", event });
      const tokens = await control<{ access_token: string }>("POST", `accounts/${person}/tokens`, {});
      return [id, tokens.access_token];
    };
    const idIn = async ({ control }: TestSandbox) => (await control<{ id: string }>("GET", `accounts/${person}`)).id;
    const first = await draw(own);
    await next.control("POST", "snapshot", await own.control("GET", "snapshot"));
    const second = await draw(next);
    await next.control("POST", "reset", {});
    const third = await draw(next);
    expect(await idIn(next)).toBe(await idIn(own));
    expect(new Set([...first, ...second, ...third]).size).toBe(6);
    await own.stop();
    await next.stop();
  });

  it("counts calls, units and bytes, and says the least number of calls for what changed", async () => {
    const bob = await googlePerson(sandbox);
    const { mark } = await sandbox.control<{ mark: string }>("POST", "ledger/marks");
    const bound = (query = "") => sandbox.control<{ calls: number }>("GET", `ledger/lower-bound?mark=${mark}${query}`);
    expect((await bound()).calls).toBe(0);
    for (let i = 0; i < 3; i++) {
      await bob.edit({ do: "create", event: { summary: "New", start: "2026-06-01T09:00:00" } });
      await sandbox.control("POST", "clock/advance", { ms: 60_000 });
    }
    expect([(await bound()).calls, (await bound("&page=2")).calls, (await bound("&coalesceMs=1000")).calls]).toEqual([
      1, 2, 3,
    ]);
    await bob.api.events.list({ calendarId: "primary" });
    const totals = await sandbox.control<{ calls: number; bytesOut: number; byOperation: Record<string, number> }>(
      "GET",
      `ledger/totals?account=${bob.email}&kind=call`,
    );
    expect([totals.calls, totals.bytesOut > 500, totals.byOperation["events.list"]]).toEqual([1, true, 1]);
  });

  it("answers mistakes with a sentence", async () => {
    const { control } = await sandbox.control<{ control: string }>("GET", "endpoints");
    const wrong = controlAt(control);
    await expect(wrong("POST", "faults", { fault: "nothing" })).rejects.toThrow("No fault nothing");
    await expect(wrong("POST", "switches", { google: { nothing: 1 } })).rejects.toThrow("No switch google.nothing");
    await expect(wrong("GET", "accounts/nobody@x.example")).rejects.toThrow("No account nobody@x.example");
    await expect(wrong("GET", "nowhere")).rejects.toThrow("No such control");
  });
});
