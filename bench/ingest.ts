// P1, P2. How near bulk writing is to the metal: pages of 2,500 events stored by the engine, page for page in turns with the
// same rows by COPY into the same indexed table; then a whole import over HTTP. Run: node --import tsx bench/ingest.ts
import { randomUUID } from "node:crypto";

import pg from "pg";

import { copyRows, toCopyText } from "./copy-rows";
import { median, reporter } from "./report";
import { closeScene, connect, databaseUrl, deps, providers, sync, userId, workspaceId } from "./scene";

const { storeEvents } = await import("../src/server/db/sync/store-events");
const { toEventFields } = await import("../src/server/db/sync/event-row");
const { plannedEvent } = await import("../src/testing/planned-event");

type Planned = ReturnType<typeof plannedEvent>;

const pageSize = 2_500;
const pages = Math.ceil(Number(process.env.BENCH_EVENTS ?? 50_000) / pageSize);
const imported = Number(process.env.BENCH_IMPORT ?? 20_000);
const mebibyte = 1_048_576;
const { db } = deps;
const report = reporter("ingest");
const client = new pg.Client({ connectionString: databaseUrl });
await client.connect();
// COPY refuses a table with row security; the owner of this throw-away database goes round it, the engine does not.
await client.query("alter table events no force row level security");
const connectionId = randomUUID();
await db.inWorkspace({ workspaceId }, (tx) =>
  tx.connection.create({
    data: { workspaceId, id: connectionId, userId, provider: "google", remoteAccountId: "bench", grantedScopes: [] },
  }),
);

async function newCalendar(): Promise<string> {
  const calendarId = randomUUID();
  await db.inWorkspace({ workspaceId }, (tx) =>
    tx.calendar.create({ data: { workspaceId, id: calendarId, connectionId, remoteId: calendarId, name: "Bench" } }),
  );
  return calendarId;
}

async function millisecondsOf(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** The columns of `toEventFields`, after the fingerprint. */
const columns = `fingerprint, remote_id, remote_version, remote_updated_at, ical_uid, series_remote_id, recurrence_id,
  is_exception, is_all_day, starts_at, ends_at, start_date, end_date, start_zone, end_zone, start_wall, end_wall,
  start_iana_zone, end_iana_zone, zone_doubt, status, show_as, kind, response, visibility, title, location,
  organizer_email, organizer_name, organizer_is_self, attendees, attendee_count, attendees_partial, is_meeting,
  meeting_reason, join_url, join_service, join_found_in, flags, own_mark`;

function toCopyPage(page: readonly Planned[], calendarId: string): Buffer {
  const lines = page.map((event) => {
    const [fingerprint, ...fields] = toEventFields(event);
    const hash = `\\\\x${String(fingerprint)}`;
    return [workspaceId, calendarId, userId, randomUUID(), hash, ...fields.map(toCopyText)].join("\t");
  });
  return Buffer.from(`${lines.join("\n")}\n`);
}

/** The floor: the rows are text already. */
const copy = (text: Buffer) =>
  millisecondsOf(() => copyRows(client, `events (workspace_id, calendar_id, user_id, read_id, ${columns})`, text));

const store = (page: readonly Planned[], calendarId: string) =>
  millisecondsOf(() => {
    const of = { workspaceId, calendarId, userId, roundId: randomUUID(), now: deps.now() };
    return db.inWorkspace(of, (tx) => storeEvents(tx, of, { inserts: page, updates: [] }));
  });

/** The bad one: the client's own way to create many. */
const createMany = (page: readonly Planned[], calendarId: string) =>
  millisecondsOf(() =>
    db.inWorkspace({ workspaceId }, (tx) =>
      tx.event.createMany({
        data: page.map(({ event, fingerprint, span }) => ({
          ...{
            workspaceId,
            calendarId,
            userId,
            remoteId: event.remoteId,
            title: event.title,
            location: event.location,
          },
          ...{ fingerprint: Buffer.from(fingerprint, "hex"), startsAt: span.from, endsAt: span.to },
          ...{
            attendees: JSON.stringify(event.attendees.listed),
            remoteVersion: event.remoteVersion,
            kind: event.kind,
          },
        })),
      }),
    ),
  );

/** In turns page for page, so that whatever else the machine does is done to both. */
async function comparePages(): Promise<number> {
  const [ours, theirs, bad] = [await newCalendar(), await newCalendar(), await newCalendar()];
  const [stored, copied, created]: [number[], number[], number[]] = [[], [], []];
  for (let page = 0; page < pages; page += 1) {
    const events = Array.from({ length: pageSize }, (_, index) => plannedEvent(`event-${page}-${index}`));
    const text = toCopyPage(events, theirs);
    if (page % 2 === 0) stored.push(await store(events, ours));
    copied.push(await copy(text));
    if (page % 2 === 1) stored.push(await store(events, ours));
    if (page % 5 === 0) created.push(await createMany(events, bad));
  }
  const perSecond = (times: readonly number[]) => (pageSize * 1_000) / median(times);
  report("stored_per_second_here", perSecond(stored), {});
  report("copied_per_second_here", perSecond(copied), {});
  report("p1_store_to_copy", median(stored.map((ms, page) => (copied[page] ?? 0) / ms)), { least: 0.65 });
  report("p1_bad_one_create_many_to_copy", perSecond(created) / perSecond(copied), { most: 0.3 });
  return perSecond(copied);
}

/** From the provider's JSON over HTTP to rows, by the engine itself. */
async function importAll(copiedPerSecond: number): Promise<void> {
  await sync(await connect(providers[0], pageSize));
  const calendar = await connect(providers[0], imported);
  let most = 0;
  const before = process.memoryUsage().rss;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const used = process.cpuUsage();
  const ms = await millisecondsOf(() => sync(calendar));
  const { user, system } = process.cpuUsage(used);
  clearInterval(watch);
  const perSecond = (imported * 1_000) / ms;
  report("imported_per_second_here", perSecond, {});
  report("our_processor_us_for_each", (user + system) / imported, {});
  report("p2_import_to_copy", perSecond / copiedPerSecond, { least: 0.3 });
  report("p2_more_memory_mib", (most - before) / mebibyte, { most: 64 });
}

try {
  await importAll(await comparePages());
} finally {
  await client.end();
  await closeScene();
}
