// Visitors of one booking page at two web processes: one time for fifty of them; and one process killed amid requests that
// are then repeated at the other.
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import { post } from "./target";
import { until, type Scene } from "./webs-checks";
import { Browser, type Web } from "./webs-target";

const host = "alice@meridian.example";
const title = "Either way";
const everyDay = Object.fromEntries(
  ["1", "2", "3", "4", "5", "6", "7"].map((day) => [day, [{ from: "00:00", until: "24:00" }]]),
);
const root = "/api/calendars/configurations";
const dayAhead = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

export type Page = { readonly id: string; readonly key: string; readonly starts: string[] };

/** Where Alice can be booked around the clock; and the key of a site of her company, which no pace holds back. */
export async function makePage({ one, alice }: Scene): Promise<Page> {
  type List = {
    connections: { userId: string; accountEmail: string; calendars: { id: string; isPrimary: boolean }[] }[];
  };
  const { connections } = await alice.need<List>(one, "/api/v1/calendar/connections");
  const own = connections.find(({ accountEmail }) => accountEmail === host);
  const hosts = [{ user_id: own?.userId, main_calendar_id: own?.calendars.find(({ isPrimary }) => isPrimary)?.id }];
  const rules = { timezone: "UTC", duration_minutes: 30, weekly_hours: everyDay, hosts };
  const { id } = await alice.need<{ id: string }>(one, root, {
    method: "POST",
    body: { slug: "either-way", title, ...rules },
  });
  const { secret: key } = await alice.need<{ secret: string }>(one, "/api/v1/keys", {
    method: "POST",
    body: { name: "Site", scopes: ["bookings:write"], expiresInDays: 30 },
  });
  const starts = await until(async () => {
    const body = { start_date: dayAhead(3), end_date: dayAhead(12) };
    type Free = { mode: string; available_slots: { start: string }[] };
    const free = await alice.need<Free>(one, `${root}/${id}/check-availability`, { method: "POST", body });
    return free.mode === "instant" && free.available_slots.length >= 60 ? free.available_slots : null;
  }, "free times that can be booked at once");
  return { id, key, starts: starts.map(({ start }) => start) };
}

type Wish = { readonly name: string; readonly start: string; readonly idempotencyKey: string };
type Outcome = { readonly status: number; readonly text: string };

const addressOf = (name: string) => `${name.toLowerCase().replaceAll(" ", ".")}@northwind.example`;

/** Status 0: the connection ended before there was an answer. */
async function book(web: Web, { id, key }: Omit<Page, "starts">, wish: Wish & { origin: string }): Promise<Outcome> {
  const { name, start, idempotencyKey, origin } = wish;
  const headers = { "idempotency-key": idempotencyKey, ...(key === "" ? {} : { authorization: `Bearer ${key}` }) };
  const body = { start, name, email: addressOf(name) };
  try {
    return await new Browser(origin).ask(web, `${root}/${id}/book-appointment`, { method: "POST", headers, body });
  } catch (error) {
    return { status: 0, text: String(error) };
  }
}

const isBooked = ({ status }: Outcome) => status === 201 || status === 202;

export async function checkOneTime(scene: Scene, page: Page): Promise<void> {
  const { one, two, origin, report, sql } = scene;
  const start = page.starts.pop() ?? "";
  const wishes = Array.from({ length: 50 }, (_, index) => ({
    name: `Rival ${index}`,
    start,
    idempotencyKey: randomUUID(),
  }));
  const answers = await Promise.all(
    wishes.map((wish, index) => book(index % 2 === 0 ? one : two, page, { ...wish, origin })),
  );
  report("of_50_who_want_one_time_got_it", answers.filter(isBooked).length, { least: 1, most: 1 });
  report("of_50_told_that_it_is_gone", answers.filter(({ status }) => status === 409).length, { least: 49, most: 49 });
  const rows = await sql("select id from bookings where starts_at = $1::timestamptz and configuration_id = $2::uuid", [
    start,
    page.id,
  ]);
  report("bookings_of_that_time", rows.length, { least: 1, most: 1 });
}

type Event = { readonly summary: string; readonly status: string; readonly deleted: boolean };

async function eventsAt({ sandbox }: Scene): Promise<string[]> {
  const answer = await fetch(`${sandbox}/_control/accounts/${host}/calendars/primary/events`);
  const { events } = (await answer.json()) as { events: Event[] };
  return events.filter(({ deleted, status }) => !deleted && status !== "cancelled").map(({ summary }) => summary);
}

/** Someone looks at the other process all the while. */
async function watchOther({ two, alice }: Scene, signal: AbortSignal): Promise<{ asked: number; failed: number }> {
  let [asked, failed] = [0, 0];
  while (!signal.aborted) {
    asked += 1;
    try {
      if ((await alice.ask(two, "/api/v1/me")).status !== 200) failed += 1;
    } catch {
      failed += 1; // That it does not even answer is what is counted here.
    }
    await wait(50);
  }
  return { asked, failed };
}

/** The first process dies while the provider takes its time; then everybody repeats their request at the second. */
export async function checkKill(scene: Scene, page: Page): Promise<void> {
  const { one, two, origin, report, sandbox, sql } = scene;
  const strangers = { id: page.id, key: "" };
  const wishes = page.starts
    .splice(0, 24)
    .map((start, index) => ({ name: `Visitor ${index}`, start, idempotencyKey: randomUUID(), origin }));
  const addresses = wishes.map(({ name }) => addressOf(name));
  const bookings = () =>
    sql<{ state: string; visitor_name: string }>(
      "select state, visitor_name from bookings where visitor_email = any($1::text[])",
      [addresses],
    );
  const isIn = (wanted: string) => async () => (await bookings()).filter(({ state }) => state === wanted);
  const over = new AbortController();
  const watching = watchOther(scene, over.signal);
  await post(`${sandbox}/_control/faults`, { fault: "slow-answer", account: host, params: { ms: 400 } });
  const first = wishes.map((wish) => book(one, strangers, wish));
  await until(async () => ((await isIn("held")()).length >= 6 ? true : null), "bookings on their way");
  one.kill();
  const answered = await Promise.all(first);
  report("on_their_way_when_it_was_killed", (await isIn("held")()).length, { least: 1 });
  report("answered_before_it_was_killed", answered.filter(isBooked).length, {});
  await fetch(`${sandbox}/_control/faults`, { method: "DELETE" });

  const again = (wish: (typeof wishes)[number]) =>
    until(async () => {
      const answer = await book(two, strangers, wish);
      return answer.text.includes('"still_booking"') ? null : answer;
    }, `an answer to ${wish.name}`);
  const startedMs = performance.now();
  // A few at a time: where the provider does not answer in time, a time is only asked for, and that is not the question here.
  const second: Outcome[] = [];
  for (let next = 0; next < wishes.length; next += 3)
    second.push(...(await Promise.all(wishes.slice(next, next + 3).map(again))));
  report("repeated_at_the_other_seconds", (performance.now() - startedMs) / 1_000, {});
  const third = await Promise.all(wishes.map(again));
  over.abort();
  const seen = await watching;
  for (const { status, text } of second.filter((each) => !isBooked(each)))
    process.stdout.write(`not booked when repeated: ${status} ${text}\n`);
  report("answers_of_the_other_meanwhile", seen.asked, { least: 10 });
  report("not_answered_by_the_other_meanwhile", seen.failed, { most: 0 });
  report("not_booked_when_repeated", second.filter((each) => !isBooked(each)).length, { most: 0 });
  const differs = second.filter(({ text }, index) => {
    const before = answered[index];
    return text !== third[index]?.text || (before !== undefined && isBooked(before) && before.text !== text);
  });
  report("repeated_with_another_answer", differs.length, { most: 0 });
  await until(async () => ((await isIn("held")()).length === 0 ? true : null), "nothing on its way");
  report("bookings_of_24_requests", (await bookings()).length, { least: 24, most: 24 });
  const [confirmed, requested] = [await isIn("confirmed")(), await isIn("requested")()];
  report("confirmed_of_24", confirmed.length, { least: 20 });
  report("neither_confirmed_nor_asked_for", wishes.length - confirmed.length - requested.length, { most: 0 });
  const events = await eventsAt(scene);
  const eventsOf = (name: string) => events.filter((each) => each === `${title}: ${name}`).length;
  const wrong = [
    ...confirmed.filter(({ visitor_name: visitor }) => eventsOf(visitor) !== 1),
    ...requested.filter(({ visitor_name: visitor }) => eventsOf(visitor) !== 0),
  ];
  report("visitors_with_too_many_or_too_few_events", wrong.length, { most: 0 });
  const open = await sql(`select pid from pg_stat_activity where datname = current_database()
    and state like 'idle in transaction%' and xact_start < now() - interval '5 seconds'`);
  report("transactions_left_open", open.length, { most: 0 });
}
