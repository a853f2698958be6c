// What two web processes must be to whoever uses them: one. Each check reports figures; bench/webs.ts says in which order.
import { setTimeout as wait } from "node:timers/promises";

import type { Goal } from "./report";
import { Browser, type Answer, type Web, type Webs } from "./webs-target";

export type Scene = Webs & {
  readonly report: (figure: string, value: number, goal: Goal) => void;
  readonly sql: <T extends object>(text: string, values?: readonly unknown[]) => Promise<T[]>;
  readonly alice: Browser;
  readonly userIdOf: (email: string) => Promise<string>;
};

const none = { most: 0 };
const count = (values: readonly boolean[]) => values.filter(Boolean).length;
const statusOf = ({ status }: Answer) => status;

type Health = { readonly syncs: { readonly state: string; readonly calendars: { lastSuccess: string | null }[] }[] };
const healthPath = "/api/calendar/health";

export async function until<T>(look: () => Promise<T | null>, what: string, longestMs = 90_000): Promise<T> {
  for (const end = Date.now() + longestMs; Date.now() < end; await wait(100)) {
    const found = await look();
    if (found !== null) return found;
  }
  throw new Error(`In vain waited for: ${what}.`);
}

/** In at one is in at the other; out at one is out at the other, also for a copy of the cookie. The same for a key. */
export async function checkAccess({ one, two, origin, alice, userIdOf, report }: Scene): Promise<void> {
  const bob = new Browser(origin);
  const seen = async (web: Web, browser: Browser) => statusOf(await browser.ask(web, "/api/v1/me"));
  await bob.signIn(one, await userIdOf("bob@meridian.example"));
  const copy = bob.copy();
  const inside = [await seen(one, bob), await seen(two, bob)];
  await bob.signOut(one);
  const outside = [await seen(two, copy), await seen(one, copy)];
  report("signed_in_at_one_and_not_at_both", count(inside.map((status) => status !== 200)), none);
  report("signed_out_at_one_and_not_at_both", count(outside.map((status) => status !== 401)), none);

  const wanted = { name: "Both", scopes: ["health:read"], expiresInDays: 30 };
  const made = await alice.need<{ key: { id: string }; secret: string }>(one, "/api/v1/keys", {
    method: "POST",
    body: wanted,
  });
  const headers = { authorization: `Bearer ${made.secret}` };
  const nobody = new Browser(origin);
  const known = statusOf(await nobody.ask(two, healthPath, { headers }));
  await alice.need(one, `/api/v1/keys/${made.key.id}`, { method: "DELETE" });
  const revoked = statusOf(await nobody.ask(two, healthPath, { headers }));
  report("key_revoked_at_one_and_not_at_both", count([known !== 200, revoked !== 401]), none);
}

/** A change at one is the other's very next answer, with another version: nobody keeps one of their own. */
export async function checkChanges({ one, two, alice, report }: Scene): Promise<void> {
  type Connection = { readonly id: string };
  const { connections } = await alice.need<{ connections: Connection[] }>(one, "/api/v1/calendar/connections");
  const id = connections[0]?.id ?? "";
  const look = async (web: Web, known = "") => {
    const answer = await alice.ask(web, healthPath, { headers: { "if-none-match": known } });
    return { status: answer.status, etag: answer.headers.get("etag") ?? "", health: answer.text };
  };
  let stale = 0;
  let unversioned = 0;
  for (let round = 0; round < 10; round += 1) {
    const [at, other] = round % 2 === 0 ? [one, two] : [two, one];
    const isPaused = round % 2 === 0;
    const before = await look(other);
    await alice.need(at, `/api/v1/calendar/connections/${id}`, { method: "PATCH", body: { isPaused } });
    const after = await look(other, before.etag);
    if (after.status === 304 || after.etag === before.etag) unversioned += 1;
    const { syncs } = JSON.parse(after.health || '{"syncs":[]}') as Health;
    if ((syncs[0]?.state === "paused") !== isPaused) stale += 1;
    const name = `Meridian ${round}`;
    await alice.need(at, "/api/v1/workspace", { method: "PATCH", body: { name } });
    const said = await alice.need<{ name: string }>(other, "/api/v1/workspace");
    if (said.name !== name) stale += 1;
  }
  report("answers_that_were_old_after_a_change_elsewhere", stale, none);
  report("changes_elsewhere_without_another_etag", unversioned, none);

  const lastOf = ({ health }: { health: string }) => (JSON.parse(health) as Health).syncs[0]?.calendars[0]?.lastSuccess;
  const before = await look(two);
  await alice.need(one, "/api/calendar/health/resync", { method: "POST", body: { connectionId: id } });
  await until(async () => {
    const now = await look(two);
    return now.etag !== before.etag && lastOf(now) !== lastOf(before) ? true : null;
  }, "a resync asked for at one, in the other's answer");
  report("resync_at_one_seen_at_the_other", 1, { least: 1 });
}

/** How often an open page at that process is told that there is something new. */
async function listen(web: Web, browser: Browser): Promise<{ news: () => number; end: () => void }> {
  const over = new AbortController();
  const answer = await fetch(`${web.url}/api/calendar/health/stream`, {
    headers: browser.headers(),
    signal: over.signal,
  });
  let text = "";
  const read = async () => {
    for await (const chunk of answer.body ?? []) text += new TextDecoder().decode(chunk as Uint8Array);
  };
  const reading = read().catch((error: Error) => {
    if (!over.signal.aborted) throw error;
  });
  const end = () => {
    over.abort();
    void reading;
  };
  return { news: () => text.split("event: news").length - 1, end };
}

/** Nothing else is new meanwhile: what is paused is not read. */
export async function checkNews({ one, two, origin, userIdOf, report }: Scene): Promise<void> {
  const mara = new Browser(origin);
  await mara.signIn(one, await userIdOf("mara.lindqvist@meridian.example"));
  type List = { connections: { id: string; calendars: { id: string; isSelected: boolean }[] }[] };
  const { connections } = await mara.need<List>(one, "/api/v1/calendar/connections");
  const calendar = connections[0]?.calendars.find(({ isSelected }) => isSelected);
  const pause = (web: Web, isPaused: boolean) =>
    mara.need(web, `/api/v1/calendar/calendars/${calendar?.id}`, { method: "PATCH", body: { isPaused } });
  await pause(one, true);
  const page = await listen(two, mara);
  const quiet = async () => {
    const before = page.news();
    await wait(1_500);
    return before >= 2 && page.news() === before ? before : null;
  };
  const waits: number[] = [];
  for (let round = 0; round < 3; round += 1) {
    await until(quiet, "a quiet moment");
    const before = page.news();
    const startedMs = performance.now();
    await pause(one, false);
    await until(() => Promise.resolve(page.news() > before ? true : null), "news of a change at the other", 20_000);
    waits.push(performance.now() - startedMs);
    await pause(one, true);
  }
  page.end();
  report("news_of_changes_elsewhere", waits.length, { least: 3 });
  report("news_after_ms_at_most", Math.max(...waits), {});
}

type Limit = { readonly capacity: number; readonly perSecond: number };

/** How many of twice as many as one bucket holds come through, half at each; and the most that may. */
export async function drain(limit: Limit, ask: (turn: number) => Promise<number>) {
  const startedMs = performance.now();
  const statuses: number[] = [];
  let asked = 0;
  const visitor = async () => {
    while (asked < limit.capacity * 2) {
      const turn = (asked += 1);
      statuses.push(await ask(turn));
    }
  };
  await Promise.all(Array.from({ length: 16 }, visitor));
  const seconds = (performance.now() - startedMs) / 1_000;
  const passed = count(statuses.map((status) => status === 410));
  if (passed + count(statuses.map((status) => status === 429)) !== asked)
    throw new Error("Other answers than expected.");
  return { passed, allowed: limit.capacity + seconds * limit.perSecond + 1 };
}

/** What nobody with a name asks for: the limit is the address's, and the address is the same at both. */
export async function checkLimits({ one, two, origin, report, sql }: Scene, limit: Limit): Promise<void> {
  await sql("delete from rate_buckets");
  const stranger = new Browser(origin);
  const question = { method: "POST", body: { token: "x" } };
  const ask = async (web: Web) => statusOf(await stranger.ask(web, "/api/v1/invitations/look-up", question));
  const together = await drain(limit, (turn) => ask(turn % 2 === 0 ? one : two));
  report("passed_a_limit_over_what_it_allows", together.passed / together.allowed, { least: 0.5, most: 1 });

  await sql("delete from rate_buckets");
  for (let status = 0; status !== 429;)
    status = Math.max(...(await Promise.all(Array.from({ length: 16 }, () => ask(one)))));
  const startedMs = performance.now();
  const there = await Promise.all(Array.from({ length: 60 }, () => ask(two)));
  const refilled = ((performance.now() - startedMs) / 1_000) * limit.perSecond + 1;
  const passed = count(there.map((status) => status !== 429));
  report("refused_at_one_and_let_in_at_the_other", Math.max(0, passed - refilled - limit.perSecond), none);
  report("refused_at_the_other_of_60", there.length - passed, { least: 30 });
  await sql("delete from rate_buckets");
}
