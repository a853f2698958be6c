import { randomUUID } from "node:crypto";

import { beforeAll, describe, expect, it } from "vitest";

import type { PlannedEvent } from "@/core/sync/known-event";
import { startRound } from "@/core/sync/round";
import { createCast, testNow } from "@/testing/cast";
import { useTestDatabase } from "@/testing/database";
import { plannedEvent } from "@/testing/planned-event";
import { storeEvents } from "./store-events";
import type { MirrorOf } from "./upsert-events";
import { writePage } from "./write-page";

const database = useTestDatabase();
let of: MirrorOf;

beforeAll(async () => {
  const { home: workspaceId, alice: userId } = await createCast(database.db);
  const [connectionId, calendarId] = [randomUUID(), randomUUID()];
  of = { workspaceId, calendarId, userId, roundId: randomUUID(), now: testNow };
  await database.db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.connection.create({
      data: { workspaceId, id: connectionId, userId, provider: "google", remoteAccountId: "alice", grantedScopes: [] },
    });
    await tx.calendar.create({
      data: { workspaceId, id: calendarId, connectionId, remoteId: "primary", name: "Work" },
    });
  });
});

const store = (inserts: readonly PlannedEvent[], updates: readonly PlannedEvent[] = []) =>
  database.db.inWorkspace(of, (tx) => storeEvents(tx, of, { inserts, updates }));
const count = () => database.db.inWorkspace(of, (tx) => tx.event.count());
const poison = (event: PlannedEvent, change: Partial<PlannedEvent["event"]>) => ({
  ...event,
  event: { ...event.event, ...change },
});

/** What a rule of ours would have to miss, and what PostgreSQL answers. */
const poisons: readonly (readonly [string, Partial<PlannedEvent["event"]>])[] = [
  ["22P05, a NUL in a text", { title: "a\u0000b" }],
  ["23514, a status nobody knows", { status: "maybe" as "confirmed" }],
  [
    "22008, a year beyond the calendar",
    { times: { kind: "all_day", firstDay: "294277-01-01", endDay: "294277-01-02" } },
  ],
  ["54000 or 23514, an id that no index takes", { remoteId: "x".repeat(9_000) }],
];

describe("F71 a batch of 2,500 events with one that the database refuses", () => {
  it.each(poisons)("%s: stores the others and answers which one it was", { timeout: 30_000 }, async (_name, change) => {
    const before = await count();
    const name = randomUUID();
    const events = Array.from({ length: 2_500 }, (_, index) => plannedEvent(`${name}-${index}`));
    const bad = poison(events[1_777] ?? plannedEvent("none"), change);
    events[1_777] = bad;
    expect(await store(events)).toEqual([bad.event.remoteId]);
    expect((await count()) - before).toBe(2_499);
  });

  it("stores each row as it is, and again without a change to its id", async () => {
    const planned = plannedEvent("round-trip");
    await store([planned]);
    const [first] = await database.db.inWorkspace(of, (tx) => tx.event.findMany({ where: { remoteId: "round-trip" } }));
    await store([], [poison(planned, { title: "Later" })]);
    const [second] = await database.db.inWorkspace(of, (tx) =>
      tx.event.findMany({ where: { remoteId: "round-trip" } }),
    );
    expect(second).toMatchObject({ id: first?.id, title: "Later", firstSeenAt: first?.firstSeenAt });
  });

  it("sets the refused one aside with its reason, in the transaction of its page", async () => {
    const bad = poison(plannedEvent("refused"), { title: "a\u0000b" });
    const counts = {
      added: 2,
      changed: 0,
      touched: 0,
      unchanged: 0,
      removed: 0,
      setAside: 0,
      outside: 0,
      older: 0,
      repeated: 0,
    };
    const window = { from: testNow, to: testNow };
    const round = { ...startRound({ id: of.roundId, kind: "full", window, startedAt: testNow }), pages: 1 };
    const nothing = { updates: [], touches: [], setAside: [], released: ["refused"] };
    const inserts = [plannedEvent("accepted"), bad];
    const plan = { ...nothing, inserts, seen: ["accepted", "refused"], round, counts };
    const written = await database.db.inWorkspace(of, (tx) => writePage(tx, of, { plan, proofs: [], now: testNow }));
    expect(written).toEqual({ refused: 1 });
    const [aside, seen] = await database.db.inWorkspace(of, async (tx) => [
      await tx.quarantinedEvent.findMany({ where: { remoteId: "refused" } }),
      await tx.syncReadItem.findMany({ where: { readId: of.roundId } }),
    ]);
    expect(aside).toMatchObject([{ reasonCode: "refused_by_database", attempts: 1, resolvedAt: null }]);
    // The row that was written is known to the round by its id; the other has to be remembered, or it would count as gone.
    expect(seen.map(({ remoteId }) => remoteId)).toEqual(["refused"]);
  });

  it("takes what is there already for an update, where a write of ours was quicker", async () => {
    await store([plannedEvent("quicker")]);
    await store([plannedEvent("quicker", "Newer"), plannedEvent("beside it")]);
    const rows = await database.db.inWorkspace(of, (tx) =>
      tx.event.findMany({ where: { remoteId: { in: ["quicker", "beside it"] } }, orderBy: { title: "asc" } }),
    );
    expect(rows.map(({ title }) => title)).toEqual(["Meeting beside it", "Newer"]);
  });

  it("keeps every field in its place, whatever a text holds", async () => {
    const planned = poison(plannedEvent("odd"), { title: "a\u001fb\u001ec\u001dd", location: "\\N \\. {}" });
    await store([planned]);
    const [row] = await database.db.inWorkspace(of, (tx) => tx.event.findMany({ where: { remoteId: "odd" } }));
    expect(row).toMatchObject({ title: "abcd", location: "\\N \\. {}", joinService: "google_meet", ownMark: null });
  });

  it("passes on what is about the moment and not about the data", async () => {
    const gone = { ...of, calendarId: randomUUID() };
    await expect(
      database.db.inWorkspace(gone, (tx) => storeEvents(tx, gone, { inserts: [plannedEvent("x")], updates: [] })),
    ).rejects.toThrow();
  });
});
