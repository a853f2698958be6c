// P1, P2. How near bulk writing is to the metal: pages of 2,500 events stored by the engine, next to the same rows by COPY
// into the same indexed table, in turns. Run: node --import tsx bench/ingest.ts
import { randomUUID } from "node:crypto";

import pg from "pg";

import { copyRows, toCopyText } from "./copy-rows";
import { openBenchDatabase } from "./own-database";
import { median, reporter } from "./report";

const database = await openBenchDatabase();
const { openDatabase } = await import("../src/server/db/open-database");
const { storeEvents } = await import("../src/server/db/sync/store-events");
const { toEventFields } = await import("../src/server/db/sync/event-row");
const { createCast } = await import("../src/testing/cast");
const { plannedEvent } = await import("../src/testing/planned-event");

const pageSize = 2_500;
const events = Number(process.env.BENCH_EVENTS ?? 50_000);
const pairs = Number(process.env.BENCH_PAIRS ?? 5);
const db = openDatabase({ url: database.url });
const client = new pg.Client({ connectionString: database.url });
await client.connect();
const { home: workspaceId, alice: userId } = await createCast(db);
const connectionId = randomUUID();
await db.inWorkspace({ workspaceId }, (tx) =>
  tx.connection.create({
    data: { workspaceId, id: connectionId, userId, provider: "google", remoteAccountId: "alice", grantedScopes: [] },
  }),
);

// COPY refuses a table with row security; the owner of this throw-away database goes round it, the engine does not.
await client.query("alter table events no force row level security");

const report = reporter("ingest");
const planned = Array.from({ length: events }, (_, index) => plannedEvent(`event-${index}`));
const pages = Array.from({ length: Math.ceil(events / pageSize) }, (_, page) =>
  planned.slice(page * pageSize, (page + 1) * pageSize),
);

async function newCalendar(): Promise<string> {
  const calendarId = randomUUID();
  await db.inWorkspace({ workspaceId }, (tx) =>
    tx.calendar.create({ data: { workspaceId, id: calendarId, connectionId, remoteId: calendarId, name: "Bench" } }),
  );
  return calendarId;
}

const clear = async () => {
  await client.query("truncate events");
};

/** Rows a second. */
async function measure(run: (calendarId: string) => Promise<void>): Promise<number> {
  await clear();
  const calendarId = await newCalendar();
  const started = performance.now();
  await run(calendarId);
  return (events * 1_000) / (performance.now() - started);
}

/** The columns of `toEventFields`, after the fingerprint. */
const columns = `fingerprint, remote_id, remote_version, remote_updated_at, ical_uid, series_remote_id, recurrence_id,
  is_exception, is_all_day, starts_at, ends_at, start_date, end_date, start_zone, end_zone, start_wall, end_wall,
  start_iana_zone, end_iana_zone, zone_doubt, status, show_as, kind, response, visibility, title, location,
  organizer_email, organizer_name, organizer_is_self, attendees, attendee_count, attendees_partial, is_meeting,
  meeting_reason, join_url, join_service, join_found_in, flags, own_mark`;

function toCopyPage(page: readonly (typeof planned)[number][], calendarId: string): Buffer {
  const lines = page.map((event) => {
    const [fingerprint, ...fields] = toEventFields(event);
    const hash = `\\\\x${String(fingerprint)}`;
    return [workspaceId, calendarId, userId, randomUUID(), hash, ...fields.map(toCopyText)].join("\t");
  });
  return Buffer.from(`${lines.join("\n")}\n`);
}

/** The floor: the rows are text already, one transaction per page. */
async function copyAll(): Promise<number> {
  await clear();
  const calendarId = await newCalendar();
  const texts = pages.map((page) => toCopyPage(page, calendarId));
  const started = performance.now();
  for (const text of texts)
    await copyRows(client, `events (workspace_id, calendar_id, user_id, read_id, ${columns})`, text);
  return (events * 1_000) / (performance.now() - started);
}

const storeAll = () =>
  measure(async (calendarId) => {
    const of = { workspaceId, calendarId, userId, roundId: randomUUID(), now: new Date() };
    for (const page of pages) await db.inWorkspace(of, (tx) => storeEvents(tx, of, { inserts: page, updates: [] }));
  });

try {
  const stored: number[] = [];
  const copied: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const isEven = pair % 2 === 0;
    if (isEven) stored.push(await storeAll());
    copied.push(await copyAll());
    if (!isEven) stored.push(await storeAll());
  }
  process.stdout.write(
    `bench:ingest rows=${events} stored_per_s=${Math.round(median(stored))} copied_per_s=${Math.round(median(copied))}\n`,
  );
  report("p1_store_to_copy", median(stored.map((rate, index) => rate / (copied[index] ?? 1))), { least: 0.65 });
} finally {
  await client.end();
  await db.close();
  await database.close();
}
