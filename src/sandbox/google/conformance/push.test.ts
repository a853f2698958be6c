import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { failureOf, googlePerson } from "../../testing/google-person";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";

interface Callback {
  readonly address: string;
  readonly received: IncomingHttpHeaders[];
  status: number;
  robots: string | null;
  until(count: number): Promise<void>;
}

let sandbox: TestSandbox;
let server: Server;
let callback: Callback;

beforeEach(async () => {
  sandbox = await openSandbox();
  const received: IncomingHttpHeaders[] = [];
  server = createServer((request, response) => {
    request.resume();
    if (request.url === "/robots.txt") {
      response.writeHead(callback.robots === null ? 404 : 200);
      response.end(callback.robots ?? "");
      return;
    }
    received.push(request.headers);
    response.writeHead(callback.status);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const until = async (count: number) => {
    for (let i = 0; i < 200 && received.length < count; i++) await new Promise((resolve) => setTimeout(resolve, 10));
  };
  callback = { address: `http://127.0.0.1:${port}/hook`, received, status: 200, robots: null, until };
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await sandbox.stop();
});

const primary = { calendarId: "primary" };
const body = (id: string, more: object = {}) => ({
  id,
  type: "web_hook",
  address: callback.address,
  token: "secret",
  ...more,
});
const event = { start: { dateTime: "2026-06-01T09:00:00Z" }, end: { dateTime: "2026-06-01T10:00:00Z" } };
const state = (headers: IncomingHttpHeaders) => headers["x-goog-resource-state"];

describe("Google push channels, as the fact sheet has it", () => {
  it("2.8 answer with a string expiration, 7 days by default and 30 at most", async () => {
    const { api } = await googlePerson(sandbox);
    const usual = (await api.events.watch({ ...primary, requestBody: body("c1") })).data;
    const long = (
      await api.events.watch({ ...primary, requestBody: body("c2", { expiration: String(Date.now() + 1e11) }) })
    ).data;
    const days = (expiration: unknown) => Math.round((Number(expiration) - Date.now()) / 86_400_000);
    expect([typeof usual.expiration, days(usual.expiration), days(long.expiration)]).toEqual(["string", 7, 30]);
    expect(usual).toMatchObject({ kind: "api#channel", id: "c1", token: "secret" });
  });

  it("2.8 send the sync message first, as number 1, before the watch call is answered", async () => {
    const { api } = await googlePerson(sandbox);
    const { data } = await api.events.watch({ ...primary, requestBody: body("c1") });
    expect(callback.received).toHaveLength(1);
    expect(callback.received[0]).toMatchObject({
      "x-goog-channel-id": "c1",
      "x-goog-channel-token": "secret",
      "x-goog-resource-id": data.resourceId,
      "x-goog-resource-uri": data.resourceUri,
      "x-goog-resource-state": "sync",
      "x-goog-message-number": "1",
      "content-length": "0",
    });
    expect(callback.received[0]?.["user-agent"]).toContain("APIs-Google");
    expect(callback.received[0]?.["x-goog-channel-expiration"]).toMatch(/^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/);
  });

  it("2.8 tell of changes, own ones too, with growing numbers and no content", async () => {
    const { api } = await googlePerson(sandbox);
    await api.events.watch({ ...primary, requestBody: body("c1") });
    for (let i = 2; i <= 4; i++) {
      await api.events.insert({ ...primary, requestBody: event });
      await callback.until(i);
    }
    const numbers = callback.received.map((headers) => Number(headers["x-goog-message-number"]));
    expect(callback.received.slice(1).map(state)).toEqual(["exists", "exists", "exists"]);
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers);
    expect(new Set(numbers).size).toBe(4);
  });

  it("2.8 watch the calendar list too", async () => {
    const { api } = await googlePerson(sandbox);
    await api.calendarList.watch({ requestBody: body("c1") });
    await api.calendars.insert({ requestBody: { summary: "New" } });
    await callback.until(2);
    expect(callback.received.map(state)).toEqual(["sync", "exists"]);
  });

  it("2.8 retry on 500, 502, 503 and 504 only", async () => {
    const { api } = await googlePerson(sandbox);
    await api.events.watch({ ...primary, requestBody: body("c1") });
    callback.status = 503;
    await api.events.insert({ ...primary, requestBody: event });
    await callback.until(2);
    callback.status = 400;
    await new Promise((resolve) => setTimeout(resolve, 50));
    await sandbox.control("POST", "clock/advance", { ms: 2_000 });
    await callback.until(3);
    await sandbox.control("POST", "clock/advance", { ms: 3_600_000 });
    expect(callback.received).toHaveLength(3);
    expect(callback.received[2]?.["x-goog-message-number"]).toBe(callback.received[1]?.["x-goog-message-number"]);
  });

  it("2.8 end at their expiry and when stopped; stopping twice or for others answers 404", async () => {
    const { api } = await googlePerson(sandbox);
    const other = await googlePerson(sandbox);
    const { resourceId } = (await api.events.watch({ ...primary, requestBody: body("c1") })).data;
    const stop = { requestBody: { id: "c1", resourceId: resourceId as string } };
    expect((await failureOf(other.api.channels.stop(stop))).status).toBe(404);
    expect((await api.channels.stop(stop)).status).toBe(204);
    const again = await failureOf(api.channels.stop(stop));
    expect([again.status, again.message]).toEqual([404, "Channel 'c1' not found for project 'sandbox-project'"]);
    await api.events.watch({ ...primary, requestBody: body("c2", { params: { ttl: "60" } }) });
    await sandbox.control("POST", "clock/advance", { ms: 61_000 });
    await api.events.insert({ ...primary, requestBody: event });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(callback.received.map(state)).toEqual(["sync", "sync"]);
  });

  it("2.8 refuse an id used before, even after its channel was stopped", async () => {
    const { api } = await googlePerson(sandbox);
    const { resourceId } = (await api.events.watch({ ...primary, requestBody: body("c1") })).data;
    await api.channels.stop({ requestBody: { id: "c1", resourceId: resourceId as string } });
    const failure = await failureOf(api.events.watch({ ...primary, requestBody: body("c1") }));
    expect([failure.status, failure.reason, failure.message]).toEqual([
      400,
      "channelIdNotUnique",
      "Channel id c1 not unique",
    ]);
  });

  it("2.8 refuse addresses without https, unknown types, missing ids and calendars that cannot be watched", async () => {
    const { api, email } = await googlePerson(sandbox);
    const watch = (requestBody: object, calendarId = "primary") =>
      failureOf(api.events.watch({ calendarId, requestBody }));
    const plain = await watch(body("c1", { address: "http://app.example/hook" }));
    expect([plain.reason, plain.message]).toEqual([
      "push.webhookUrlNotHttps",
      "WebHook callback must be HTTPS: http://app.example/hook",
    ]);
    expect((await watch(body("c2", { type: "pigeon" }))).reason).toBe("push.channelTypeNotSupported");
    expect((await watch({ type: "web_hook", address: callback.address })).reason).toBe("required");
    const silent = await sandbox.control<{ id: string }>("POST", `accounts/${email}/calendars`, {
      name: "Holidays",
      pushable: false,
    });
    expect((await watch(body("c3"), silent.id)).reason).toBe("pushNotSupportedForRequestedResource");
  });

  it("2.8 respect a robots.txt that forbids the path", async () => {
    callback.robots = "User-agent: *\nDisallow: /hook\n";
    const { api } = await googlePerson(sandbox);
    await api.events.watch({ ...primary, requestBody: body("c1") });
    expect(callback.received).toHaveLength(0);
    const { entries } = await sandbox.control<{ entries: { detail?: string }[] }>("GET", "ledger?kind=push");
    expect(entries[0]?.detail).toBe("robots.txt");
  });

  it("8 push can be muted, doubled, forged, delayed and reordered", async () => {
    const { api, email } = await googlePerson(sandbox);
    await api.events.watch({ ...primary, requestBody: body("c1") });
    const during = async (fault: string, expected: number, params: object = {}) => {
      const from = callback.received.length;
      const rule = await sandbox.control<{ id: string }>("POST", "faults", { fault, account: email, params });
      await api.events.insert({ ...primary, requestBody: event });
      await callback.until(from + expected);
      // What must not come gets a moment to come.
      await new Promise((resolve) => setTimeout(resolve, 60));
      await sandbox.control("DELETE", `faults/${rule.id}`);
      return callback.received.slice(from);
    };
    expect(await during("push-mute", 0)).toHaveLength(0);
    expect(await during("push-duplicate", 3, { times: 3 })).toHaveLength(3);
    expect((await during("push-forge", 2)).map((headers) => headers["x-goog-channel-token"]).toSorted()).toEqual([
      "forged",
      "secret",
    ]);
    expect(await during("push-delay", 0, { ms: 60_000 })).toHaveLength(0);
    const before = callback.received.length;
    await sandbox.control("POST", "clock/advance", { ms: 60_000 });
    await callback.until(before + 1);
    expect(callback.received.length - before).toBe(1);
    expect(await during("push-reorder", 0)).toHaveLength(0);
    await api.events.insert({ ...primary, requestBody: event });
    await callback.until(before + 3);
    const [second, first] = callback.received.slice(-2).map((headers) => Number(headers["x-goog-message-number"]));
    expect(Number(second)).toBeGreaterThan(Number(first));
  });
});
