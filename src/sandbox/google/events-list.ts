import { faultOf, type Call } from "../kernel/call";
import type { Ground } from "../kernel/ground";
import { jsonText, type Reply } from "../kernel/reply";
import { numberParam } from "../faults/rules";
import { viewAt, type EventView } from "../world/event-view";
import { instantOf } from "../world/when";
import { authorize, openCalendar, type Access } from "./auth";
import { decodeCursor, encodeCursor, type PageCursor, type SyncCursor } from "./cursor";
import { fail, failInvalid } from "./errors";
import { matcherOf } from "./event-filter";
import { byOrder, changedRows, fullRows, type Row, type RowQuery } from "./event-rows";
import { lensOf } from "./lens";
import { isSyncable, readListQuery, type ListQuery } from "./list-query";
import type { RenderCache } from "./render-cache";
import { cancelledInstance, cancelledOf, etagOf, type Lens } from "./render-event";

interface Listing {
  readonly ground: Ground;
  readonly call: Call;
  readonly access: Access;
  readonly query: ListQuery;
  readonly view: EventView;
  readonly sync: SyncCursor | null;
  readonly page: PageCursor | null;
}

/** events.list: full, by page, or what changed since a sync token. */
export class EventLister {
  readonly #ground: Ground;
  readonly #cache: RenderCache;
  /** Sorted or expanded rows of the last queries, so that a later page does not expand everything again. */
  readonly #rows = new Map<string, { readonly revision: number; readonly rows: readonly Row[] }>();

  constructor(ground: Ground, cache: RenderCache) {
    this.#ground = ground;
    this.#cache = cache;
  }

  list(call: Call): Reply {
    const caller = authorize(this.#ground, call);
    const access = openCalendar(this.#ground, caller, call.params.calendarId ?? "");
    const given = readListQuery(call.query);
    // Who may only see times gets no series to expand (GR).
    const query = access.timesOnly ? { ...given, singleEvents: true } : given;
    const sync = query.syncToken === null ? null : this.#readSync(call, access, query);
    const page = query.pageToken === null ? null : readPage(access, query);
    const view = viewAt(access.calendar.events, visibleRevision(this.#ground, call, access));
    const listing: Listing = { ground: this.#ground, call, access, query, view, sync, page };
    if (query.updatedMin !== null) refuseOldUpdatedMin(this.#ground, query.updatedMin);
    return this.#answer(listing);
  }

  clear(): void {
    this.#rows.clear();
    this.#cache.clear();
  }

  #answer(listing: Listing): Reply {
    const { call, access, query, view, page } = listing;
    const horizon = page?.horizon ?? listing.sync?.window[2] ?? horizonOf(listing);
    const rows = faultOf(call, "empty-listing") ? [] : this.#rowsOf(listing, horizon);
    const from = page ? firstAfter(rows, page.after) : 0;
    const part = rows.slice(from, from + query.maxResults);
    const base = page?.base ?? view.revision;
    const last = from + part.length < rows.length ? part.at(-1) : undefined;
    const token = nextPageToken(listing, { base, horizon, last });
    const end = token === null ? syncToken(listing, base, horizon) : null;
    call.notes.rows = part.length;
    const lens = lensOf(this.#ground, access, query);
    const items = part.map((row) => this.#render(lens, row, listing));
    return jsonText(collection(listing, lens, { items, pageToken: token, syncToken: end }));
  }

  #rowsOf(listing: Listing, horizon: number): readonly Row[] {
    const { query, view, sync, access } = listing;
    const rowQuery = rowQueryOf(listing, horizon);
    if (sync) return changedRows(view, sync.revision, rowQuery);
    if (!query.singleEvents && query.orderBy === null) return fullRows(view, rowQuery);
    const key = `${access.calendar.id}|${query.pageBind}|${horizon}|${access.timesOnly}`;
    const known = this.#rows.get(key);
    if (known?.revision === view.revision) return known.rows;
    const rows = ordered(fullRows(view, rowQuery), query, access.calendar.zone);
    if (this.#rows.size > 32) this.#rows.clear();
    this.#rows.set(key, { revision: view.revision, rows });
    return rows;
  }

  #render(lens: Lens, row: Row, listing: Listing): string {
    const { record, occurrence, gone } = row;
    if (occurrence) {
      return gone
        ? JSON.stringify(cancelledInstance(lens, record, occurrence))
        : this.#cache.instance(lens, record, occurrence);
    }
    // An incremental answer without showDeleted=true keeps the details of deleted events back (GD, Event.status).
    const bare = gone || (record.status === "cancelled" && listing.sync !== null && listing.query.showDeleted !== true);
    return bare ? JSON.stringify(cancelledOf(lens, record)) : this.#cache.event(lens, record);
  }

  #readSync(call: Call, access: Access, query: ListQuery): SyncCursor {
    const cursor = decodeCursor(query.syncToken ?? "", "sync");
    if (!cursor || faultOf(call, "sync-token-loop")) return fail("fullSyncRequired");
    if (cursor.list !== access.calendar.id || cursor.bind !== query.syncBind) {
      return failInvalid("syncToken", "The sync token belongs to another query.");
    }
    const age = this.#ground.clock.now() - cursor.issuedAt;
    const dead =
      cursor.revision < access.calendar.events.oldestToken || age > this.#ground.switches.google.syncTokenLifeMs;
    return dead || cursor.revision > access.calendar.events.revision ? fail("fullSyncRequired") : cursor;
  }
}

/** The next page's token; null on the last page. Under the page loop it is the same page for ever. */
function nextPageToken(
  listing: Listing,
  at: { readonly base: number; readonly horizon: number; readonly last: Row | undefined },
): string | null {
  if (faultOf(listing.call, "page-loop")) return listing.query.pageToken ?? pageToken(listing, { ...at, last: START });
  return at.last ? pageToken(listing, { ...at, last: at.last }) : null;
}

const START: Row = { record: null as never, occurrence: null, gone: false, order: [-1, -1, ""] };

function readPage(access: Access, query: ListQuery): PageCursor {
  const cursor = decodeCursor(query.pageToken ?? "", "page");
  if (!cursor || cursor.list !== access.calendar.id || cursor.bind !== query.pageBind) {
    return failInvalid("pageToken", "Invalid page token value.");
  }
  return cursor;
}

function visibleRevision(ground: Ground, call: Call, access: Access): number {
  const { events } = access.calendar;
  const stale = faultOf(call, "stale-reads");
  return stale ? events.revisionAt(ground.clock.now() - numberParam(stale, "ms", 30_000)) : events.revision;
}

const DAY_MS = 86_400_000;

/** How far an unbounded series is expanded: to the end of a day, so that pages and tokens agree. */
function horizonOf({ ground, query }: Listing): number {
  const ahead = ground.clock.now() + ground.switches.google.expandAheadDays * DAY_MS;
  return query.timeMax ?? Math.ceil(ahead / DAY_MS) * DAY_MS;
}

function rowQueryOf(listing: Listing, horizon: number): RowQuery {
  const { query, sync, access, ground } = listing;
  const window = sync?.window ?? [query.timeMin, query.timeMax, horizon];
  const bounded = sync
    ? ground.switches.google.incrementalKeepsWindow
    : query.timeMin !== null || query.timeMax !== null;
  return {
    zone: access.calendar.zone,
    span: { from: window[0] ?? -8_000_000_000_000, to: window[1] ?? horizon },
    filtersBySpan: bounded,
    singleEvents: query.singleEvents,
    showDeleted: query.showDeleted === true,
    matches: matcherOf(query),
  };
}

function ordered(rows: Row[], query: ListQuery, zone: string): readonly Row[] {
  if (query.orderBy === null) return rows.toSorted(byOrder);
  const placed = rows.map((row): Row => {
    const start = row.occurrence ?? row.record.start;
    const first = query.orderBy === "startTime" ? instantOf(start, zone) : row.record.updatedAt;
    return { ...row, order: [first, row.record.ordinal, row.occurrence ? String(instantOf(start, zone)) : ""] };
  });
  return placed.toSorted(byOrder);
}

function firstAfter(rows: readonly Row[], after: PageCursor["after"]): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (byOrder(rows[middle] as Row, { order: after }) <= 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function pageToken(
  listing: Listing,
  at: { readonly base: number; readonly horizon: number; readonly last: Row },
): string {
  const { access, query } = listing;
  return encodeCursor({
    kind: "page",
    list: access.calendar.id,
    bind: query.pageBind,
    base: at.base,
    after: at.last.order,
    horizon: at.horizon,
  });
}

function syncToken(listing: Listing, base: number, horizon: number): string | null {
  const { access, query, sync, ground } = listing;
  if (!isSyncable(query)) return null;
  return encodeCursor({
    kind: "sync",
    list: access.calendar.id,
    bind: query.syncBind,
    revision: base,
    issuedAt: ground.clock.now(),
    window: sync?.window ?? [query.timeMin, query.timeMax, horizon],
  });
}

function refuseOldUpdatedMin(ground: Ground, updatedMin: number): void {
  if (ground.clock.now() - updatedMin > ground.switches.google.tombstoneLifeMs) fail("updatedMinTooLongAgo");
}

function collection(
  listing: Listing,
  lens: Lens,
  page: { readonly items: readonly string[]; readonly pageToken: string | null; readonly syncToken: string | null },
): string {
  const { calendar, role } = listing.access;
  const head = JSON.stringify({
    kind: "calendar#events",
    etag: etagOf(calendar.events.revision),
    summary: calendar.name,
    ...(calendar.description === null ? {} : { description: calendar.description }),
    updated: new Date(listing.ground.clock.now()).toISOString(),
    timeZone: lens.zone,
    accessRole: role,
    defaultReminders: calendar.primary ? [{ method: "popup", minutes: 10 }] : [],
    ...(page.pageToken === null ? {} : { nextPageToken: page.pageToken }),
    ...(page.syncToken === null ? {} : { nextSyncToken: page.syncToken }),
  });
  return `${head.slice(0, -1)},"items":[${page.items.join(",")}]}`;
}
