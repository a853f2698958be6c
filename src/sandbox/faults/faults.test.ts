import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, googlePerson, oauthClient, type GooglePerson } from "../testing/google-person";
import { openSandbox, type TestSandbox } from "../testing/open-sandbox";

let sandbox: TestSandbox;
let alice: GooglePerson;
let list: string;

beforeAll(async () => {
  sandbox = await openSandbox();
  alice = await googlePerson(sandbox, { email: "alice@meridian.example" });
  await sandbox.control("POST", "accounts/alice@meridian.example/calendars/primary/fill", { count: 30 });
  list = `${sandbox.google.rootUrl}calendar/v3/calendars/primary/events`;
});
afterAll(() => sandbox.stop());

const bearer = () => ({ authorization: `Bearer ${alice.tokens.access_token}` });
const get = (query = "", init: RequestInit = {}) => fetch(`${list}${query}`, { headers: bearer(), ...init });

/** Runs something under a fault and mends it. */
async function under<T>(rule: Record<string, unknown>, work: () => Promise<T>): Promise<T> {
  await sandbox.control("POST", "faults", { account: "alice@meridian.example", ...rule });
  try {
    return await work();
  } finally {
    await sandbox.control("DELETE", "faults");
  }
}

/** A connection of its own with one request on it: what came, and how it ended. A sign of life is waited for, silence is not. */
function connection(expected: "answer" | "reset" | "silence" = "answer"): Promise<Seen> {
  const started = performance.now();
  const { port, pathname } = new URL(sandbox.google.discovery as string);
  return new Promise((resolve) => {
    const seen: Seen = { bytes: 0, reset: false, ms: Infinity };
    const socket = connect(Number(port), "127.0.0.1", () =>
      socket.write(`GET ${pathname} HTTP/1.1\r\nhost: sandbox\r\n\r\n`),
    );
    const end = () => {
      socket.destroy();
      resolve(seen);
    };
    socket.on("data", (chunk) => {
      seen.bytes += chunk.length;
      seen.ms = performance.now() - started;
      if (expected === "answer") setTimeout(end, 50);
    });
    socket.on("error", () => (seen.reset = true));
    socket.on("close", () => resolve(seen));
    setTimeout(end, expected === "silence" ? 400 : 10_000).unref();
  });
}

type Seen = { bytes: number; reset: boolean; ms: number };

const broken = (work: Promise<unknown>) =>
  work.then(
    () => "answered",
    () => "broken",
  );

describe("faults of the sandbox", () => {
  it("are all listed and explained, with the errors and operations of each provider", async () => {
    const listed = await sandbox.control<{
      faults: { name: string; explain: string }[];
      errors: { google: Record<string, number> };
    }>("GET", "faults");
    expect(listed.faults.length).toBeGreaterThan(30);
    expect(listed.faults.every(({ explain }) => explain.length > 20)).toBe(true);
    expect(listed.errors.google.fullSyncRequired).toBe(410);
  });

  it("answer any documented error or any status, and only the account, operation and number of times asked", async () => {
    const mallory = await googlePerson(sandbox);
    const statuses = await under(
      { fault: "status", operation: "events.list", count: 2, params: { error: "backendError" } },
      async () => {
        await mallory.api.events.list({ calendarId: "primary" });
        await alice.api.calendarList.list();
        return [(await get()).status, (await get()).status, (await get()).status];
      },
    );
    expect(statuses).toEqual([500, 500, 200]);
    expect(await under({ fault: "status", params: { status: 418 } }, async () => (await get()).status)).toBe(418);
  });

  it("strike by chance and inside a window of time", async () => {
    const now = (await sandbox.control<{ now: number }>("GET", "clock")).now;
    const half = await under({ fault: "status", probability: 0.5 }, async () => {
      const answers = await Promise.all(Array.from({ length: 40 }, async () => (await get()).status));
      return answers.filter((status) => status === 500).length;
    });
    expect(half).toBeGreaterThan(5);
    expect(half).toBeLessThan(35);
    expect(await under({ fault: "status", from: now + 60_000 }, async () => (await get()).status)).toBe(200);
    expect(await under({ fault: "status", until: now - 1 }, async () => (await get()).status)).toBe(200);
  });

  it("send Retry-After in every form", async () => {
    const after = (retryAfter: string) =>
      under({ fault: "rate-limited", params: { retryAfter, seconds: 7 } }, async () =>
        (await get()).headers.get("retry-after"),
      );
    expect(await after("seconds")).toBe("7");
    expect(Date.parse((await after("date")) ?? "")).toBeGreaterThan(Date.now());
    expect(Date.parse((await after("past-date")) ?? "")).toBeLessThan(Date.now());
    expect([await after("negative"), await after("day"), await after("absent"), await after("zero")]).toEqual([
      "-30",
      "86400",
      null,
      "0",
    ]);
    expect(Number.isNaN(Number(await after("garbage")))).toBe(true);
  });

  it("play the quota's 403 and each of the three 410s", async () => {
    const reason = (fault: string, error: string) =>
      under(
        { fault, params: { error } },
        async () => (await failureOf(alice.api.events.list({ calendarId: "primary" }))).reason,
      );
    expect(await reason("quota-exceeded", "quotaExceeded")).toBe("quotaExceeded");
    for (const kind of ["fullSyncRequired", "updatedMinTooLongAgo", "deleted"])
      expect(await reason("gone", kind)).toBe(kind);
  });

  it("answer with a web page, nothing, a redirect, cut off or trailing or wrongly encoded JSON, or far too much", async () => {
    expect(await under({ fault: "html-page" }, async () => (await get()).headers.get("content-type"))).toContain(
      "text/html",
    );
    expect(await under({ fault: "empty-answer" }, async () => (await get()).text())).toBe("");
    const redirected = await under({ fault: "redirect", params: { to: "http://elsewhere.example/" } }, () =>
      get("", { redirect: "manual" }),
    );
    expect([redirected.status, redirected.headers.get("location")]).toEqual([302, "http://elsewhere.example/"]);
    for (const fault of ["truncated-json", "trailing-garbage", "wrong-charset"]) {
      const text = await under({ fault }, async () => (await get()).text());
      expect(() => JSON.parse(text) as unknown).toThrow();
    }
    expect(
      (await under({ fault: "oversized", params: { bytes: 3_000_000 } }, async () => (await get()).text())).length,
    ).toBe(3_000_000);
  });

  it("reset before the work, in the body, or after the work was done", async () => {
    const insert = () =>
      alice.api.events.insert({
        calendarId: "primary",
        requestBody: { summary: "Lost", start: { date: "2026-06-01" }, end: { date: "2026-06-02" } },
      });
    const found = async () => (await alice.api.events.list({ calendarId: "primary", q: "Lost" })).data.items?.length;
    expect(await under({ fault: "reset-before" }, () => broken(insert()))).toBe("broken");
    expect(await found()).toBe(0);
    expect(await under({ fault: "answer-lost" }, () => broken(insert()))).toBe("broken");
    expect(await found()).toBe(1);
    expect(
      await under({ fault: "status-after", params: { status: 503 } }, async () => (await failureOf(insert())).status),
    ).toBe(503);
    expect(await found()).toBe(2);
    expect(await under({ fault: "reset-mid-body" }, () => broken(get().then((answer) => answer.text())))).toBe(
      "broken",
    );
  });

  it("drip, wait, or never answer", async () => {
    const started = performance.now();
    await under({ fault: "slow-answer", params: { ms: 60 } }, () => get());
    expect(performance.now() - started).toBeGreaterThan(55);
    const limited = (fault: string, params: object = {}) =>
      under({ fault, params }, () =>
        broken(get("", { signal: AbortSignal.timeout(150) }).then((answer) => answer.text())),
      );
    expect(await limited("slow-drip", { bytesPerSecond: 50 })).toBe("broken");
    expect(await limited("no-answer")).toBe("broken");
  });

  it("let a refresh take as long as you like, by the sandbox's own clock", async () => {
    const own = await openSandbox();
    const bob = await googlePerson(own);
    await own.control("POST", "faults", {
      fault: "slow-answer",
      operation: "oauth.refresh",
      params: { ms: 90_000, clock: "virtual" },
    });
    let refreshed = false;
    const refresh = bob.auth.refreshAccessToken().then(() => (refreshed = true));
    expect((await bob.api.events.list({ calendarId: "primary" })).status).toBe(200);
    await own.control("POST", "clock/advance", { ms: 80_000 });
    expect(refreshed).toBe(false);
    await own.control("POST", "clock/advance", { ms: 11_000 });
    expect(await refresh).toBe(true);
    await own.stop();
  });

  it("loop pages, end sync tokens at once, and hide every event", async () => {
    const events = (query: object) => alice.api.events.list({ calendarId: "primary", ...query });
    const tokens = await under({ fault: "page-loop" }, async () => {
      const first = (await events({ maxResults: 5 })).data.nextPageToken as string;
      const again = (await events({ maxResults: 5, pageToken: first })).data.nextPageToken;
      return [first, again];
    });
    expect(tokens[0]).toBe(tokens[1]);
    const looped = await under({ fault: "sync-token-loop" }, async () => {
      const syncToken = (await events({ maxResults: 2_500 })).data.nextSyncToken as string;
      return (await failureOf(events({ syncToken }))).reason;
    });
    expect(looped).toBe("fullSyncRequired");
    const empty = await under({ fault: "empty-listing" }, async () => (await events({})).data);
    expect([empty.items, typeof empty.nextSyncToken]).toEqual([[], "string"]);
  });

  it("show the state before a write for a while", async () => {
    const own = await openSandbox();
    const bob = await googlePerson(own);
    const requestBody = { summary: "Old", start: { date: "2026-06-01" }, end: { date: "2026-06-02" } };
    const eventId = (await bob.api.events.insert({ calendarId: "primary", requestBody })).data.id as string;
    await own.control("POST", "clock/advance", { ms: 60_000 });
    const before = (await bob.api.events.list({ calendarId: "primary" })).data.nextSyncToken as string;
    await own.control("POST", "faults", { fault: "stale-reads", params: { ms: 30_000 } });
    await bob.api.events.patch({ calendarId: "primary", eventId, requestBody: { summary: "New" } });
    const read = async () => (await bob.api.events.get({ calendarId: "primary", eventId })).data.summary;
    const round = async (syncToken: string) => (await bob.api.events.list({ calendarId: "primary", syncToken })).data;
    const stale = await round(before);
    expect([await read(), stale.items]).toEqual(["Old", []]);
    await own.control("POST", "clock/advance", { ms: 31_000 });
    expect([await read(), (await round(stale.nextSyncToken as string)).items?.[0]?.summary]).toEqual(["New", "New"]);
    await own.stop();
  });

  it("spoil token answers, refuse refreshes, take grants away and reduce scopes", async () => {
    const client = oauthClient(sandbox);
    client.setCredentials({ refresh_token: alice.tokens.refresh_token });
    const refresh = () => client.refreshAccessToken();
    const form = {
      grant_type: "refresh_token",
      refresh_token: alice.tokens.refresh_token,
      client_id: "sandbox-client",
      client_secret: "sandbox-secret",
    };
    const raw = async () =>
      (await fetch(sandbox.google.token as string, { method: "POST", body: new URLSearchParams(form) })).text();
    const usable = (text: string) => {
      if (!text.startsWith("{")) return false;
      const answer = JSON.parse(text) as { access_token?: unknown; expires_in?: unknown };
      return typeof answer.access_token === "string" && Number(answer.expires_in) > 0;
    };
    expect(usable(await raw())).toBe(true);
    for (const how of ["no-token", "zero-life", "wrong-type", "array", "not-json"]) {
      expect(
        usable(await under({ fault: "token-answer-invalid", operation: "oauth.refresh", params: { how } }, raw)),
      ).toBe(false);
    }
    const rapt = await under({ fault: "status", operation: "oauth.refresh", params: { error: "invalid_rapt" } }, () =>
      failureOf(refresh()),
    );
    expect(rapt.body.error_subtype).toBe("invalid_rapt");
    const bob = await googlePerson(sandbox, { scopes: ["calendar.events", "calendar.calendarlist"] });
    await sandbox.control("POST", "faults", {
      fault: "reduce-scopes",
      account: bob.email,
      params: { keep: "https://www.googleapis.com/auth/calendar.events" },
    });
    expect((await failureOf(bob.api.calendarList.list())).reason).toBe("insufficientPermissions");
    await sandbox.control("POST", "faults", { fault: "revoke-grants", account: bob.email });
    expect((await failureOf(bob.api.events.list({ calendarId: "primary" }))).status).toBe(401);
    const { entries } = await sandbox.control<{ entries: { status: number }[] }>("GET", `ledger?account=${bob.email}`);
    expect(entries.at(-1)).toMatchObject({ kind: "call", operation: "events.list", status: 401 });
  });

  it("end access tokens, sync tokens and channels of one account at once", async () => {
    const bob = await googlePerson(sandbox);
    const strike = (fault: string) =>
      sandbox.control<{ detail: string }>("POST", "faults", { fault, account: bob.email });
    const syncToken = (await bob.api.events.list({ calendarId: "primary" })).data.nextSyncToken as string;
    await bob.api.events.watch({
      calendarId: "primary",
      requestBody: { id: "bob-1", type: "web_hook", address: "http://127.0.0.1:9/hook" },
    });
    expect((await strike("expire-channels")).detail).toBe("ended 1");
    await strike("expire-sync-state");
    expect((await failureOf(bob.api.events.list({ calendarId: "primary", syncToken }))).reason).toBe(
      "fullSyncRequired",
    );
    await strike("expire-access-tokens");
    expect((await failureOf(bob.api.events.list({ calendarId: "primary" }))).status).toBe(401);
    const client = oauthClient(sandbox);
    client.setCredentials({ refresh_token: bob.tokens.refresh_token });
    expect((await client.refreshAccessToken()).credentials.access_token).toMatch(/^ya29/);
  });

  it("take the whole provider down", async () => {
    const everybody = (how: string) =>
      sandbox.control("POST", "faults", { fault: "outage", provider: "google", params: { how } });
    await everybody("503");
    expect((await get()).status).toBe(503);
    expect((await fetch(sandbox.google.discovery as string)).status).toBe(503);
    await sandbox.control("DELETE", "faults");
    await everybody("reset");
    expect(await broken(get())).toBe("broken");
    await sandbox.control("DELETE", "faults");
    expect((await get()).status).toBe(200);
  });

  it("break connections on the TCP level", async () => {
    const during = async (fault: string, expected: Parameters<typeof connection>[0], params: object = {}) => {
      await sandbox.control("POST", "faults", { fault, provider: "google", params });
      const seen = await connection(expected);
      await sandbox.control("DELETE", "faults");
      return seen;
    };
    const calm = await connection();
    expect([calm.bytes > 200, calm.reset]).toEqual([true, false]);
    expect(await during("tcp-refuse", "reset")).toMatchObject({ bytes: 0, reset: true });
    expect(await during("tcp-black-hole", "silence")).toMatchObject({ bytes: 0, reset: false });
    expect((await during("tcp-slow-connect", "answer", { ms: 120 })).ms).toBeGreaterThan(110);
    expect(await during("tcp-reset", "reset", { bytes: 100 })).toMatchObject({ reset: true });
    await get();
    expect(await sandbox.control("POST", "faults", { fault: "tcp-drop-open", provider: "google" })).toMatchObject({
      detail: expect.stringMatching(/^cut [1-9]/),
    });
    expect((await connection()).bytes).toBe(calm.bytes);
  });

  it("break so many connections, and those within a window of time, and say so in the ledger", async () => {
    const { now } = await sandbox.control<{ now: number }>("GET", "clock");
    await sandbox.control("POST", "faults", { fault: "tcp-refuse", provider: "google", count: 1 });
    expect([(await connection("reset")).reset, (await connection()).reset]).toEqual([true, false]);
    await sandbox.control("POST", "faults", { fault: "tcp-refuse", provider: "google", from: now + 3_600_000 });
    expect((await connection()).reset).toBe(false);
    await sandbox.control("DELETE", "faults");
    const { entries } = await sandbox.control<{ entries: object[] }>("GET", "ledger?fault=tcp-refuse&operation=tcp");
    expect(entries.at(-1)).toMatchObject({ kind: "fault", detail: "a connection" });
    await expect(
      sandbox.control("POST", "faults", { fault: "tcp-refuse", account: "alice@meridian.example" }),
    ).rejects.toThrow("a TCP fault strikes a whole provider");
  });

  it("leave their mark in the ledger, by account, operation and fault, without secrets", async () => {
    await under({ fault: "rate-limited", operation: "events.list" }, () => get("?q=very-secret-words&pageToken=zzz"));
    const { entries } = await sandbox.control<{ entries: { status: number; query: string; account: string }[] }>(
      "GET",
      "ledger?fault=rate-limited&kind=call&account=alice@meridian.example",
    );
    expect(entries.at(-1)).toMatchObject({ status: 429, operation: "events.list", query: "q&pageToken" });
    expect(JSON.stringify(entries)).not.toContain(alice.tokens.access_token);
  });
});
