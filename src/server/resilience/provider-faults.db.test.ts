import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { ProviderError } from "@/core/errors/provider-error";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { CalendarCall, CallFact } from "@/core/ports/provider-call";
import type { EventDraft } from "@/core/ports/provider-write";
import { Secret } from "@/lib/secret";
import { createProviders, readAddresses } from "@/providers/catalog";
import { createTransport } from "@/providers/transport";
import { withResilience } from "@/server/resilience/with-resilience";
import { selfSigned } from "@/testing/self-signed";
import { useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders, type TokenProvider } from "@/testing/token-scene";

const scene = useSyncScene();
const secondMs = 1_000;
const window = { from: new Date("2026-11-01T00:00:00Z"), to: new Date("2026-12-31T00:00:00Z") };
const closers: (() => void)[] = [];

beforeEach(() => {
  scene.base.use({
    // A process that has just begun, with its whole budget of retries.
    db: { ...scene.base.database.db },
    chance: () => 0.5,
    // Here and at the provider time goes on while we wait, and so does its ledger.
    sleep: async (ms, signal) => {
      signal.throwIfAborted();
      scene.pass(ms);
      await scene.base.sandbox.control("POST", "clock/advance", { ms });
    },
  });
});
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

type Reader = {
  readonly calendar: SyncedCalendar;
  readonly provider: CalendarProvider;
  readonly call: CalendarCall;
  readonly facts: CallFact[];
  readonly read: () => Promise<unknown>;
};

async function open(of: TokenProvider, given?: CalendarProvider): Promise<Reader> {
  const calendar = await scene.connect(of);
  const inner = given ?? (await scene.deps.providers()).get(of.id);
  if (inner === undefined) throw new Error(`No provider ${of.id}.`);
  const facts: CallFact[] = [];
  const call: CalendarCall = {
    signal: AbortSignal.timeout(60_000),
    ...{ timeoutMs: 1, attempt: 1, onCall: (fact: CallFact) => facts.push(fact) },
    access: { kind: "bearer", token: new Secret(calendar.grant.accessToken) },
    ...{ remoteCalendarId: calendar.remoteCalendarId, calendarZone: "Europe/Berlin" },
  };
  const { workspaceId, connectionId } = calendar;
  const provider = withResilience(scene.deps, inner, { workspaceId, connectionId });
  const read = () => provider.listChanges(call, { window, from: { kind: "start" } });
  return { calendar, provider, call, facts, read };
}

async function failing(run: () => Promise<unknown>): Promise<ProviderError> {
  const error: unknown = await run().catch((reason: unknown) => reason);
  if (!(error instanceof ProviderError)) throw new Error("The call succeeded.");
  return error;
}

/** The times, by the provider's own clock, of the calls that reached it for this account. */
async function arrivals({ provider, email }: SyncedCalendar): Promise<number[]> {
  const query = new URLSearchParams({ kind: "call", provider: provider.sandboxName, account: email, limit: "5000" });
  type Entry = { readonly at: number; readonly n: number };
  const { entries } = await scene.base.sandbox.control<{ entries: Entry[] }>("GET", `ledger?${query}`);
  return entries.toSorted((a, b) => a.n - b.n).map(({ at }) => at);
}

const gaps = (times: readonly number[]) => times.slice(1).map((at, index) => at - (times[index] ?? 0));

describe.each(tokenProviders)("$id", (of) => {
  it.each([
    ["seconds", 30 * secondMs],
    ["date", 29 * secondMs],
    ["zero", 1 * secondMs],
    ["past-date", 1 * secondMs],
    ["absent", 1 * secondMs],
  ])("F49 429 with Retry-After as %s: no call before its time", async (retryAfter, leastMs) => {
    const { calendar, read } = await open(of);
    await scene.play("rate-limited", calendar, { params: { retryAfter, seconds: 30 }, count: 1 });
    await read();
    const [gap = 0] = gaps(await arrivals(calendar));
    expect(gap).toBeGreaterThanOrEqual(leastMs);
    expect(gap).toBeLessThan(45 * secondMs);
  });

  it.each([
    ["day", 86_400 * secondMs],
    ["negative", 3_600 * secondMs],
    ["garbage", 3_600 * secondMs],
  ])(
    "F49 429 with Retry-After as %s: put off for that long, and nobody calls meanwhile",
    async (retryAfter, restMs) => {
      const { calendar, read } = await open(of);
      await scene.play("rate-limited", calendar, { params: { retryAfter }, count: 1 });
      expect(await failing(read)).toMatchObject({ kind: "rate_limited", facts: { retryAfterMs: restMs } });
      const again = await failing(read);
      expect(again.facts.reason).toBe("paused");
      expect(again.facts.retryAfterMs).toBeGreaterThan(restMs - 60 * secondMs);
      expect(await arrivals(calendar)).toHaveLength(1);
    },
  );

  it.each([500, 502, 503, 504])("F50 %i is tried four times, further and further apart", async (status) => {
    const { calendar, read } = await open(of);
    await scene.play("status", calendar, { params: { status } });
    expect(await failing(read)).toMatchObject({ kind: "unavailable" });
    const [first = 0, second = 0, third = 0, ...none] = gaps(await arrivals(calendar));
    expect(none).toEqual([]);
    expect([first >= 1_100, second >= 2_200, third >= 4_400]).toEqual([true, true, true]);
  });

  it("F50 503 with Retry-After is obeyed like 429", async () => {
    const { calendar, read } = await open(of);
    await scene.play("status", calendar, { params: { status: 503, retryAfter: "seconds", seconds: 20 }, count: 1 });
    await read();
    expect(gaps(await arrivals(calendar))[0]).toBeGreaterThanOrEqual(20 * secondMs);
  });

  it.each(["reset-before", "reset-mid-body", "truncated-json"])(
    "F51 a read that ends in %s is repeated",
    async (fault) => {
      const { calendar, read } = await open(of);
      await scene.play(fault, calendar, { count: 1 });
      await expect(read()).resolves.toBeDefined();
      expect(await arrivals(calendar)).toHaveLength(2);
    },
  );

  it("F51 a new event whose answer is lost is there once", async () => {
    const { calendar, provider, call } = await open(of);
    await scene.play("answer-lost", calendar, { count: 1, operation: "events.*" });
    const mark = "00112233445566778899aabbccddeeff";
    const saved = await provider.write?.saveEvent(call, { kind: "create", mark, draft }, "nobody");
    const page = await provider.listChanges(call, { window, from: { kind: "start" } });
    const ids = page.changes.flatMap((change) => (change.kind === "event" ? [change.event.remoteId] : []));
    expect(ids).toEqual([saved?.remoteId]);
  });

  it("F51 a removal whose answer is lost is not repeated without a version", async () => {
    const { calendar, provider, call, facts } = await open(of);
    const mark = "10112233445566778899aabbccddeeff";
    const saved = await provider.write?.saveEvent(call, { kind: "create", mark, draft }, "nobody");
    await scene.play("answer-lost", calendar, { operation: "events.*" });
    const removal = { remoteId: saved?.remoteId ?? "", ifVersion: null };
    const error = await failing(() => provider.write?.removeEvent(call, removal, "nobody") ?? Promise.resolve());
    expect(error.kind).toBe("outcome_unknown");
    expect(facts.filter(({ operation }) => operation === "removeEvent").length).toBe(1);
  });

  it("F43 a quota that is used up asks for patience, not for the person", async () => {
    const { calendar, facts, read } = await open(of);
    await scene.play("quota-exceeded", calendar, { count: 1 });
    await read();
    expect(facts.map(({ outcome }) => outcome)).toEqual(["rate_limited", "ok"]);
  });

  it("F44 a refusal is not repeated", async () => {
    const { calendar, facts, read } = await open(of);
    const error = of.id === "google" ? "requiredAccessLevel" : "ErrorAccessDenied";
    await scene.play("status", calendar, { params: { error } });
    expect(await failing(read)).toMatchObject({ kind: "forbidden" });
    expect(facts).toHaveLength(1);
  });

  it("F57 S41 a redirect is not followed, and the token goes nowhere", async () => {
    const asked: string[] = [];
    const thief = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end("{}");
    });
    await new Promise<void>((resolve) => thief.listen(0, "127.0.0.1", resolve));
    closers.push(() => thief.close());
    const to = `http://127.0.0.1:${(thief.address() as AddressInfo).port}/`;
    const { calendar, facts, read } = await open(of);
    await scene.play("redirect", calendar, { params: { to } });
    expect(await failing(read)).toMatchObject({ kind: "unsafe_connection" });
    expect([asked, facts.length]).toEqual([[], 1]);
  });

  it("F58 connections that were closed meanwhile are replaced without anybody noticing", async () => {
    const { calendar, facts, read } = await open(of);
    await read();
    await scene.base.sandbox.control("POST", "faults", { fault: "tcp-drop-open", provider: of.sandboxName });
    await read();
    expect(facts.map(({ outcome }) => outcome)).toEqual(["ok", "ok"]);
    expect(await arrivals(calendar)).toHaveLength(2);
  });

  it("F60 an outage of one account leaves the others as they are", async () => {
    const [ill, well] = [await open(of), await open(of)];
    await scene.play("status", ill.calendar, { params: { status: 500 } });
    for (let count = 0; count < 3; count += 1) await failing(ill.read);
    expect((await failing(ill.read)).facts.reason).toBe("breaker_open");
    await expect(well.read()).resolves.toBeDefined();
  });

  it("RES-4 runs that an open breaker refuses are nobody's failure: the calendar is not disabled for them", async () => {
    // The bad days of the tests before are over, and enough others are well: it is no outage.
    scene.pass(400 * secondMs);
    for (let count = 0; count < 8; count += 1) await (await open(of)).read();
    const { calendar } = await open(of);
    await scene.play("status", calendar, { params: { status: 500 } });
    for (let count = 0; count < 7; count += 1) await scene.sync(calendar);
    expect(await scene.state(calendar)).toMatchObject({ consecutiveFailures: 3, disabledAt: null });
    await scene.mend();
    scene.pass(300 * secondMs);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
  });

  it("F56 a name that nobody knows is a network that fails, and nothing is sent in the clear", async () => {
    const { facts, read } = await open(of, elsewhere(of, "https://calendar.invalid"));
    expect(await failing(read)).toMatchObject({ kind: "network", facts: { reason: "ENOTFOUND" } });
    expect(facts).toHaveLength(4);
  });

  it("F56 a certificate that proves nothing ends the call before the token is said", async () => {
    const heard: string[] = [];
    const server = createTlsServer(selfSigned, (request, response) => {
      heard.push(request.headers.authorization ?? "");
      response.end("{}");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => server.close());
    const { facts, read } = await open(
      of,
      elsewhere(of, `https://127.0.0.1:${(server.address() as AddressInfo).port}`),
    );
    expect(await failing(read)).toMatchObject({ kind: "unsafe_connection" });
    expect([heard, facts.length]).toEqual([[], 1]);
  });
});

const draft: EventDraft = {
  ...{ title: "Lunch", location: "", description: "", attendees: [], shownAs: "busy", visibility: "default" },
  times: { kind: "all_day", firstDay: "2026-11-23", endDay: "2026-11-24" },
  withConference: false,
};

/** The real adapter, sent to another address than the stand-in's. */
function elsewhere({ id }: TokenProvider, origin: string): CalendarProvider {
  const addresses = readAddresses(scene.base.sandbox.endpoints);
  const client = { clientId: "sandbox-client", clientSecret: new Secret("sandbox-secret") };
  const transport = createTransport();
  closers.push(() => transport.close());
  const providers = createProviders(
    {
      google: { ...client, addresses: { ...addresses.google, rootUrl: `${origin}/` } },
      outlook: { ...client, addresses: { ...addresses.outlook, graphOrigin: origin } },
    },
    { now: () => scene.deps.now(), transport },
  );
  const provider = providers.get(id);
  if (provider === undefined) throw new Error(`No provider ${id}.`);
  return provider;
}
