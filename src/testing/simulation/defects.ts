// Mistakes that somebody could make. A simulation that does not find them proves nothing.
import type { ProviderErrorKind } from "@/core/errors/kinds";
import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { CalendarProvider, ChangePage, RemoteChange } from "@/core/ports/calendar-provider";

import { bookingDefects } from "./booking-defects";
import { pushDefects } from "./push-defects";
import type { Defect } from "./scene";
import { changeStatements, reword, revalue } from "./statements";

type List = CalendarProvider["listChanges"];

const withList = (change: (list: List) => List): Defect => ({
  provider: (provider) => ({ ...provider, listChanges: change(provider.listChanges) }),
});

/** Each page as somebody would have it who overlooks something. */
const withPages = (change: (page: ChangePage) => ChangePage): Defect =>
  withList((list) => async (call, request) => change(await list(call, request)));

const withoutKind = (kind: RemoteChange["kind"]): Defect =>
  withPages((page) => ({ ...page, changes: page.changes.filter((each) => each.kind !== kind) }));

/** An error of one kind taken for another. */
async function mistaken<T>(run: Promise<T>, kinds: readonly ProviderErrorKind[], as: ProviderErrorKind): Promise<T> {
  try {
    return await run;
  } catch (error) {
    if (!isProviderError(error) || !kinds.includes(error.kind)) throw error;
    throw new ProviderError(as, error.facts);
  }
}

const withRefresh = (
  change: (
    refresh: NonNullable<CalendarProvider["oauth"]>["refresh"],
  ) => NonNullable<CalendarProvider["oauth"]>["refresh"],
): Defect => ({
  provider: (provider) =>
    provider.oauth === undefined
      ? provider
      : { ...provider, oauth: { ...provider.oauth, refresh: change(provider.oauth.refresh) } },
});

/** What the fake keeps in its marks and cursors. */
const toCursor = (mark: string): string => JSON.stringify({ ...(JSON.parse(mark) as object), since: null, next: 0 });
const further = (mark: string): string => {
  const place = JSON.parse(mark) as { next: number };
  return JSON.stringify({ ...place, next: place.next + 1 });
};

const nothing = (cursor: string | null): ChangePage => ({ changes: [], next: { kind: "end", cursor } });

/** Answers trouble with an empty page, as if nothing had changed. */
const emptyOn = (kinds: readonly ProviderErrorKind[]): Defect =>
  withList((list) => async (call, request) => {
    try {
      return await list(call, request);
    } catch (error) {
      if (!isProviderError(error) || !kinds.includes(error.kind)) throw error;
      return nothing(request.from.kind === "cursor" ? request.from.cursor : null);
    }
  });

/** Takes an expired cursor for a calendar without news, and goes on from now. */
const forgetsOnExpiry: Defect = withList((list) => async (call, request) => {
  try {
    return await list(call, request);
  } catch (error) {
    if (!isProviderError(error) || error.kind !== "cursor_expired") throw error;
    let page = await list(call, { ...request, from: { kind: "start" } });
    while (page.next.kind === "page") page = await list(call, { ...request, from: page.next });
    return { changes: [], next: page.next };
  }
});

const statements = (of: RegExp, to: Parameters<typeof changeStatements>[0][number]["to"]): Defect => ({
  db: changeStatements([{ of, to }]),
});
const leftOut = (of: RegExp): Defect => statements(of, () => null);

const removes = /delete from events e using/;
const completes = /last_change_at = case when/;
const fails = /disabled_reason = case when/;
const opensRound = /set read_id = \?::uuid, read_page =/;
/** What a run writes to its calendar's row, and what it reads of it: under its fence. */
const writesRun =
  /update calendar_sync_states set\s+(cursor_kind = \?|read_id = |last_success_at = |lease_until = null)/;
const readsRun = /as last_failure|as is_push_healthy/;
const hour = 3_600_000;
const isTransient = ["unavailable", "network", "timeout", "malformed_answer"] as const;

const engineDefects = {
  "follows the first page only": withPages((page) =>
    page.next.kind === "page" ? { ...page, next: { kind: "end", cursor: toCursor(page.next.mark) } } : page,
  ),
  "skips one at the edge of a page": withPages((page) =>
    page.next.kind === "page" ? { ...page, next: { kind: "page", mark: further(page.next.mark) } } : page,
  ),
  "does not hear that an event was removed": withoutKind("removed"),
  "does not hear that a series was replaced": withoutKind("series"),
  "takes an error for an empty page": emptyOn(isTransient),
  "takes an expired cursor for no news": forgetsOnExpiry,
  "drops the rotated refresh token": withRefresh((refresh) => async (...args) => {
    const { refreshToken: _, ...answer } = await refresh(...args);
    return answer;
  }),
  "asks to reconnect whenever a refresh fails": withRefresh(
    (refresh) =>
      (...args) =>
        mistaken(refresh(...args), isTransient, "grant_lost"),
  ),
  "never asks to reconnect": withRefresh(
    (refresh) =>
      (...args) =>
        mistaken(refresh(...args), ["grant_lost"], "unavailable"),
  ),
  "gives up a calendar at a rate limit": withList(
    (list) =>
      (...args) =>
        mistaken(list(...args), ["rate_limited"], "unsupported"),
  ),
  "keeps what was removed": leftOut(removes),
  "keeps what left the window": statements(removes, ({ strings, values }) => ({
    strings,
    values: values.map((value) =>
      typeof value === "string" && value.startsWith("[")
        ? JSON.stringify((JSON.parse(value) as { cause: string }[]).filter(({ cause }) => cause !== "left_window"))
        : value,
    ),
  })),
  "does not keep the new version of an unchanged event": leftOut(/update events e set remote_version/),
  "does not store a page but goes on after it": statements(/insert into events \(/, () => null),
  "does not take a released event out of the quarantine": leftOut(/update quarantined_events set resolved_at/),
  "refreshes without a lease": statements(
    /update credentials set lease_until/,
    reword("and (lease_until is null or lease_until <=", "and (true or lease_until <="),
  ),
  "writes without a fence": {
    db: changeStatements([
      { of: writesRun, to: reword("and fence = ", "and fence >= 0 * ") },
      { of: readsRun, to: reword("and s.fence = ", "and s.fence >= 0 * ") },
    ]),
  },
  "lets two syncs of a calendar run at once": statements(/system\.claim_due_syncs/, ({ strings, values }) => ({
    strings,
    values: values.map((value, index) => (index === 3 ? values[2] : value)),
  })),
  "leases for ever": statements(/system\.claim_due_syncs/, ({ strings, values }) => ({
    strings,
    values: values.map((value, index) => (index === 3 ? new Date((value as Date).getTime() + 240 * hour) : value)),
  })),
  "counts a failed read as a proof": statements(
    fails,
    reword("last_success_at = last_success_at - greatest(", "last_success_at = last_attempt_at - 0 * greatest("),
  ),
  "takes the end of a read for the moment that it proves": statements(completes, ({ strings, values }) => {
    const at = strings.findIndex((part) => part.endsWith("last_success_at = "));
    return { strings, values: values.map((value, index) => (index === at ? values[at + 1] : value)) };
  }),
  "is green whatever the evidence says": statements(
    /update calendar_sync_states set status = /,
    revalue("set status = ", () => "healthy"),
  ),
  "forgets when to come back after a failure": statements(
    fails,
    revalue("next_sync_at = ", () => null),
  ),
  "comes back at once after a failure": statements(
    fails,
    revalue("next_sync_at = ", (at) => (at === null ? null : new Date(0))),
  ),
  "forgets when to come back after a success": statements(
    completes,
    revalue("next_sync_at = ", () => null),
  ),
  "does not count what a delta brings": statements(
    completes,
    revalue("events_synced = coalesce(", () => null),
  ),
  "never says that it is well again": leftOut(/update calendar_sync_states set status = /),
  "moves the cursor with the first page": statements(opensRound, ({ strings, values }) => {
    const at = strings.findIndex((part) => part.endsWith("set read_id = "));
    const [head, tail] = [strings.slice(0, at), strings.slice(at + 1)];
    const cursor = toCursor(values[at + 1] as string);
    return {
      strings: [
        ...head,
        (strings[at] ?? "").replace("read_id = ", "cursor = "),
        ", cursor_kind = 'sync_token', read_id = ",
        ...tail,
      ],
      values: [...values.slice(0, at), cursor, ...values.slice(at)],
    };
  }),
  "forgets at the end of a page what it said was removed": statements(opensRound, ({ strings, values }) => ({
    strings,
    values: values.map((value) =>
      typeof value === "string" && value.includes('"staged"')
        ? JSON.stringify({ ...(JSON.parse(value) as object), staged: [] })
        : value,
    ),
  })),
  "takes what did not change for gone": leftOut(/insert into sync_read_items/),
  "waits for an expired cursor to come back": withList(
    (list) =>
      (...args) =>
        mistaken(list(...args), ["cursor_expired"], "unavailable"),
  ),
  "takes a circle of pages for the end": withList((list) => async (call, request) => {
    try {
      return await list(call, request);
    } catch (error) {
      if (!isProviderError(error) || error.kind !== "endless_pages" || request.from.kind !== "page") throw error;
      return nothing(toCursor(request.from.mark));
    }
  }),
  "counts twice what a delta brings": statements(
    completes,
    revalue("events_synced = coalesce(", (count) => (typeof count === "number" ? 2 * count : count)),
  ),
  "takes any failure for the first refusal of a token": statements(
    /as last_failure/,
    reword(
      "s.last_error ->> 'code' as last_failure",
      "case when s.consecutive_failures > 0 then 'unauthorized' end as last_failure",
    ),
  ),
  "takes any failure for the first time that a calendar is forbidden": statements(
    /as last_failure/,
    reword(
      "s.last_error ->> 'code' as last_failure",
      "case when s.consecutive_failures > 0 then 'forbidden' end as last_failure",
    ),
  ),
  "does not remember that it is asked to rest": leftOut(
    /insert into rate_budgets as b \(workspace_id, key, provider, connection_id, paused_until/,
  ),
  "does not count connections by their state": {
    schema: {
      plant: "alter table connections disable trigger connections_counted",
      mend: "alter table connections enable trigger connections_counted",
    },
  },
  "deletes a lot without asking": statements(
    /as last_failure/,
    reword("s.held_detail,", `s.held_detail || '{"approvedAt":"2026-01-01T00:00:00.000Z"}' as held_detail,`),
  ),
  "asks as often as it likes": {
    provider: (provider) => ({ ...provider, limits: { ...provider.limits, readsPerMinute: 6_000 } }),
  },
  "retires what half a list leaves out": {
    provider: (provider) => ({
      ...provider,
      listCalendars: async (call) => (await provider.listCalendars(call)).slice(0, 1),
    }),
  },
} as const satisfies Readonly<Record<string, Defect>>;

export const defects = { ...engineDefects, ...bookingDefects, ...pushDefects };
