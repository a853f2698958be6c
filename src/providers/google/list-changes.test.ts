import { describe, expect, it } from "vitest";
import type { CallFact } from "@/core/ports/provider-call";
import { client, scripted, scriptedCall, type Scripted } from "@/testing/provider-conformance-script";
import { createGoogle } from "./provider";

const window = { from: new Date("2026-02-20T00:00:00Z"), to: new Date("2026-04-20T00:00:00Z") };
const event = (id: string, more: object = {}) => ({
  ...{ id, etag: '"1"', status: "confirmed", summary: "Demo", eventType: "default" },
  ...{
    start: { dateTime: "2026-03-10T09:00:00+01:00", timeZone: "Europe/Berlin" },
    end: { dateTime: "2026-03-10T10:00:00+01:00", timeZone: "Europe/Berlin" },
  },
  ...more,
});
const page = (items: readonly unknown[], more: object = { nextSyncToken: "sync" }): Scripted => ({
  json: { kind: "calendar#events", items, ...more },
});
type From = { kind: "start" } | { kind: "cursor"; cursor: string } | { kind: "page"; mark: string };
const read = (surroundings: ReturnType<typeof scripted>, from: From = { kind: "start" }, facts: CallFact[] = []) =>
  createGoogle(client, surroundings).listChanges(scriptedCall(facts), { window, from });
const queryOf = (surroundings: ReturnType<typeof scripted>, index: number) =>
  Object.fromEntries(surroundings.asked[index]?.url.searchParams ?? []);

describe("a listing of Google's", () => {
  it("SYN-1 a full read asks for the window, a delta never: Google refuses it with a sync token", async () => {
    const surroundings = scripted(page([]), page([]));
    await read(surroundings);
    await read(surroundings, { kind: "cursor", cursor: "sync" });
    const same = { singleEvents: "true", maxResults: "2500" };
    expect(queryOf(surroundings, 0)).toEqual({
      ...same,
      timeMin: "2026-02-20T00:00:00.000Z",
      timeMax: "2026-04-20T00:00:00.000Z",
    });
    expect(queryOf(surroundings, 1)).toEqual({ ...same, syncToken: "sync" });
  });

  it("SYN-1 a later page repeats the query that gave its token, whatever window is asked for meanwhile", async () => {
    const surroundings = scripted(
      page([], { nextPageToken: "p2" }),
      page([]),
      page([], { nextPageToken: "d2" }),
      page([]),
    );
    const first = await read(surroundings);
    const delta = { kind: "cursor", cursor: "sync" } as const;
    if (first.next.kind !== "page") throw new Error("one page");
    await read(surroundings, { kind: "page", mark: first.next.mark });
    const third = await read(surroundings, delta);
    if (third.next.kind !== "page") throw new Error("one page");
    await read(surroundings, { kind: "page", mark: third.next.mark });
    expect(queryOf(surroundings, 1)).toEqual({ ...queryOf(surroundings, 0), pageToken: "p2" });
    expect(queryOf(surroundings, 3)).toEqual({ ...queryOf(surroundings, 2), pageToken: "d2" });
  });

  it("F79 nothing but a new token is a cursor all the same, and no token is none", async () => {
    expect(await read(scripted({ json: { nextSyncToken: "new" } }))).toEqual({
      changes: [],
      next: { kind: "end", cursor: "new" },
    });
    expect((await read(scripted(page([], {})))).next).toEqual({ kind: "end", cursor: null });
  });

  it("F75 a page that leads to itself ends", async () => {
    const first = await read(scripted(page([], { nextPageToken: "p2" })));
    if (first.next.kind !== "page") throw new Error("one page");
    const again = read(scripted(page([], { nextPageToken: "p2" })), { kind: "page", mark: first.next.mark });
    await expect(again).rejects.toMatchObject({ kind: "endless_pages" });
  });

  it("F52 an answer whose events are no list is no empty calendar", async () => {
    await expect(read(scripted({ json: { items: "none", nextSyncToken: "s" } }))).rejects.toMatchObject({
      kind: "malformed_answer",
    });
  });

  it("F71 one event that cannot be kept is set aside, the others are there", async () => {
    const broken = [
      event("a"),
      event("b", { start: { dateTime: "2026-02-30T09:00:00Z" } }),
      event("c", { etag: null }),
      null,
      event("d"),
    ];
    const { changes } = await read(scripted(page(broken)));
    expect(changes.map((change) => (change.kind === "set_aside" ? change.setAside.reason : change.kind))).toEqual([
      ...["event", "impossible_date", "no_version", "no_id", "event"],
    ]);
  });

  it("F74 cancelled rows are removals, with or without details, also of a series that nobody knows", async () => {
    const rows = [
      { id: "a", status: "cancelled" },
      { ...event("b"), status: "cancelled" },
      { id: "s_1", status: "cancelled", recurringEventId: "s" },
    ];
    expect((await read(scripted(page(rows)))).changes).toEqual(
      ["a", "b", "s_1"].map((remoteId) => ({ kind: "removed", remoteId })),
    );
  });

  it("RES-7 the token goes into the header alone, and into no fact", async () => {
    const facts: CallFact[] = [];
    const surroundings = scripted(page([event("a")]));
    await read(surroundings, { kind: "start" }, facts);
    expect(surroundings.asked[0]?.headers["authorization"]).toBe("Bearer access-token");
    expect(surroundings.asked[0]?.url.href).not.toContain("access-token");
    expect(facts).toMatchObject([{ endpoint: "GET /calendars/{calendar}/events", status: 200, outcome: "ok" }]);
    expect(JSON.stringify(facts)).not.toMatch(/access-token|example\.com|Demo/);
  });

  it("S41 nothing goes to a host other than the configured one", async () => {
    const addresses = {
      rootUrl: "https://api.test/",
      authorize: "https://a.test",
      token: "https://t.test",
      revoke: "https://r.test",
      issuer: "https://i.test",
    };
    const surroundings = scripted(page([]));
    await createGoogle({ ...client, addresses }, surroundings).listChanges(scriptedCall(), {
      window,
      from: { kind: "start" },
    });
    expect(surroundings.asked.map(({ url }) => url.origin)).toEqual(["https://api.test"]);
  });
});
