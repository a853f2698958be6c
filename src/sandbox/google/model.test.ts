import { describe, expect, it } from "vitest";
import { Random } from "../kernel/random";
import type { Sandbox } from "../sandbox";
import { startWatchedSandbox } from "../testing/open-sandbox";
import { openMailbox } from "../world/mailbox";
import { randomEdit } from "../testing/random-edits";

/** How many seeds of how many edits; `npm run prove` asks for more. */
const SEEDS = Number(process.env.SANDBOX_MODEL_SEEDS ?? 100);
const FIRST = Number(process.env.SANDBOX_MODEL_FIRST_SEED ?? 1);
const EDITS = 100;

type Row = Record<string, unknown> & {
  readonly id: string;
  readonly status: string;
  readonly recurringEventId?: string;
};

interface Page {
  readonly items: readonly Row[];
  readonly nextPageToken?: string;
  readonly nextSyncToken?: string;
}

/** What every reader asks for; each is a world of its own to sync tokens. */
const MODES: readonly Record<string, string>[] = [
  {},
  { singleEvents: "true" },
  { singleEvents: "true", timeMin: "2026-05-20T00:00:00Z", timeMax: "2026-08-15T00:00:00Z" },
];

/** A client that only ever follows tokens, in small pages, with edits going on between them. */
class Reader {
  rows = new Map<string, Row>();
  #syncToken: string | null = null;
  readonly mode: Record<string, string>;
  readonly #list: (query: Record<string, string>) => Promise<Page | "gone">;

  constructor(mode: Record<string, string>, list: (query: Record<string, string>) => Promise<Page | "gone">) {
    this.mode = mode;
    this.#list = list;
  }

  async follow(pageSize: number, between: () => void): Promise<void> {
    const first = this.#syncToken === null ? this.mode : { ...this.#kept(), syncToken: this.#syncToken };
    const fresh = this.#syncToken === null ? new Map<string, Row>() : this.rows;
    for (let pageToken: string | undefined; ;) {
      const page = await this.#list({
        ...first,
        maxResults: String(pageSize),
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      if (page === "gone") {
        this.#syncToken = null;
        return this.follow(pageSize, between);
      }
      for (const row of page.items) this.#take(fresh, row);
      this.rows = fresh;
      if (page.nextPageToken === undefined) {
        this.#syncToken = page.nextSyncToken as string;
        return;
      }
      pageToken = page.nextPageToken;
      between();
    }
  }

  /** The window may only be given with the first query. */
  #kept(): Record<string, string> {
    const { timeMin: _min, timeMax: _max, ...rest } = this.mode;
    return rest;
  }

  #take(rows: Map<string, Row>, row: Row): void {
    rows.delete(row.id);
    if (row.status !== "cancelled") rows.set(row.id, row);
    else if (row.recurringEventId !== undefined && this.mode.singleEvents === undefined) rows.set(row.id, row);
    else for (const [id, other] of rows) if (other.recurringEventId === row.id) rows.delete(id);
  }
}

/** What a listing shows that this mode would show: inside its window, and exceptions only of series that live. */
function comparable(rows: Iterable<Row>, mode: Record<string, string>): string[] {
  const all = [...rows];
  const ids = new Set(all.filter((row) => row.status !== "cancelled").map((row) => row.id));
  return all
    .filter(
      (row) => row.recurringEventId === undefined || mode.singleEvents !== undefined || ids.has(row.recurringEventId),
    )
    .filter((row) => mode.timeMin === undefined || inside(row, mode))
    .map((row) => JSON.stringify(row))
    .toSorted();
}

function inside(row: Row, mode: Record<string, string>): boolean {
  const at = (time: unknown) => {
    const { date, dateTime } = time as { date?: string; dateTime?: string };
    // The account is in UTC, so that a date is a moment without looking anything up.
    return Date.parse(dateTime ?? `${date}T00:00:00Z`);
  };
  return at(row.start) < Date.parse(mode.timeMax ?? "") && at(row.end) > Date.parse(mode.timeMin ?? "");
}

/** Small enough that most rounds have several pages. */
function pageSize(random: Random, mode: Record<string, string>): number {
  return mode.singleEvents === undefined ? 1 + random.below(12) : 40 + random.below(300);
}

async function play(sandbox: Sandbox, seed: number): Promise<string[]> {
  sandbox.reset(seed);
  const random = new Random(`model/${seed}`);
  const { world } = sandbox.ground;
  const plug = sandbox.plugs.get("google");
  if (!plug) throw new Error("no google");
  const { naming } = plug.provider;
  const account = openMailbox(world, plug.provider, {
    email: `m${seed}@x.example`,
    name: "M",
    companyId: "x",
    zone: "UTC",
    locale: "en",
  });
  const second = world.addCalendar({
    id: naming.calendarId(account, false),
    ownerId: account.id,
    name: "Second",
    zone: "UTC",
  });
  const place = { world, naming, calendars: [world.primaryOf(account), second] };
  const { access_token } = plug.provider.actions.mintTokens(account.id, "sandbox-client", null);
  const listOf =
    (calendarId: string) =>
    async (query: Record<string, string>): Promise<Page | "gone"> => {
      const reply = await plug.dispatch({
        method: "GET",
        target: `/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events?${new URLSearchParams(query).toString()}`,
        headers: { authorization: `Bearer ${access_token}` },
        body: Buffer.alloc(0),
        base: "http://sandbox",
      });
      if (reply.status === 410) return "gone";
      if (reply.status !== 200) throw new Error(`listing answered ${reply.status}: ${String(reply.body)}`);
      return JSON.parse(String(reply.body)) as Page;
    };
  const readers = place.calendars.flatMap((calendar) =>
    MODES.map((mode) => ({ calendar, reader: new Reader(mode, listOf(calendar.id)) })),
  );
  const edit = (): void => void randomEdit(random, place);
  for (let done = 0; done < EDITS; done++) {
    edit();
    if (random.chance(0.02)) plug.provider.actions.expireSyncState(account.id);
    if (random.chance(0.15)) {
      const { reader } = random.pick(readers);
      // A few edits between pages, then quiet: somebody who edits without end would keep any reader from the end.
      let left = 3;
      await reader.follow(pageSize(random, reader.mode), () => {
        if (left > 0 && random.chance(0.5)) edit();
        left -= 1;
      });
    }
  }
  const differences: string[] = [];
  for (const { calendar, reader } of readers) {
    await reader.follow(pageSize(random, reader.mode), () => undefined);
    const full = new Reader(reader.mode, listOf(calendar.id));
    await full.follow(2_500, () => undefined);
    const [followed, listed] = [
      comparable(reader.rows.values(), reader.mode),
      comparable(full.rows.values(), reader.mode),
    ];
    const missing = listed.filter((row) => !followed.includes(row));
    const extra = followed.filter((row) => !listed.includes(row));
    if (missing.length + extra.length > 0) {
      differences.push(
        `seed ${seed} ${JSON.stringify(reader.mode)}: missing ${missing.slice(0, 2).join()} extra ${extra.slice(0, 2).join()}`,
      );
    }
  }
  return differences;
}

describe("following Google sync tokens", () => {
  it(
    `always ends at what a full listing shows: ${SEEDS} seeds of ${EDITS} random edits`,
    { timeout: 20_000 + SEEDS * 400 },
    async () => {
      const sandbox = await startWatchedSandbox({ world: "empty", startAt: Date.parse("2026-06-10T08:00:00Z") });
      sandbox.ground.clock.freeze();
      // The proof is about sync, not about quotas: a seed asks more often in a frozen minute than a user may.
      Object.assign(sandbox.ground.switches.google, {
        perUserPerMinute: 1e9,
        perProjectPerMinute: 1e9,
        perProjectPerDay: 1e9,
      });
      const differences: string[] = [];
      for (let seed = FIRST; seed < FIRST + SEEDS; seed++) {
        differences.push(...(await play(sandbox, seed)));
        sandbox.ground.clock.advance(60_000);
      }
      await sandbox.stop();
      expect(differences).toEqual([]);
    },
  );
});
