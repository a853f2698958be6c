// P7. From the word of a change until the change stands on an open page, in a real browser against a production build: the
// provider's notice, the receiver, the worker's read, the commit, the news to the page and what it then asks for. Alone, with
// the team's calendars changing meanwhile, and with a provider that takes 100 ms to answer. Beside it the least that could
// carry a change, and what must lose: a page that asks by itself.
// Run: npm run bench:latency. LATENCY_CHANGES=50 for a shorter run; E2E_BASE_URL and E2E_SANDBOX_URL name what runs already.
import type { Page } from "@playwright/test";

import { openReference } from "./latency-reference";
import { openBenchDatabase } from "./own-database";
import { reporter } from "./report";
import { openBrowser, openTarget, post, signIn } from "./target";

const report = reporter("latency");
const changes = Number(process.env.LATENCY_CHANGES ?? 200);
const person = { name: "Aiko Brandt", email: "aiko.brandt@meridian.example" };
const target = await openTarget();
const browser = await openBrowser();
const control = `${target.sandbox}/_control`;
const nowMs = () => performance.timeOrigin + performance.now();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

type Seen = { readonly seen: Map<number, number> };
type Entry = {
  readonly account: string | null;
  readonly at: number;
  readonly durationMs: number;
  readonly status: number;
};

const isTaken = (status: number) => status >= 200 && status < 300;

let serial = 0;
const addEvent = (email: string) => {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const event = { summary: `Change ${(serial += 1)}`, start: at(24), end: at(25) };
  return post(`${control}/accounts/${email}/calendars/primary/edits`, { do: "create", event });
};

async function readLedger(query: Record<string, string>): Promise<{ last: number; entries: Entry[] }> {
  const answer = await fetch(`${control}/ledger?${new URLSearchParams({ kind: "push", limit: "100000", ...query })}`);
  return (await answer.json()) as { last: number; entries: Entry[] };
}

/** Notes in the page when its card first shows so many events. */
async function watch(page: Page): Promise<number> {
  await page.goto(`${target.url}/sales/settings/calendar`);
  const card = page.getByRole("region", { name: new RegExp(person.email) });
  await card
    .getByText(/^[\d,]+ events$/)
    .first()
    .waitFor({ timeout: 60_000 });
  return card.evaluate((element) => {
    const seen = new Map<number, number>();
    Object.assign(globalThis, { seen });
    const shown = /([\d,]+) events/;
    new MutationObserver(() => {
      const count = Number((shown.exec(element.textContent ?? "")?.[1] ?? "").replaceAll(",", ""));
      if (!seen.has(count)) seen.set(count, performance.timeOrigin + performance.now());
    }).observe(element, { childList: true, characterData: true, subtree: true });
    return Number((shown.exec(element.textContent ?? "")?.[1] ?? "").replaceAll(",", ""));
  });
}

/** When the page first showed so many; infinite where it has not after so long. */
async function waitForCount(page: Page, count: number, longestMs: number): Promise<number> {
  const untilMs = nowMs() + longestMs;
  while (nowMs() < untilMs) {
    const atMs = await page.evaluate((least) => {
      const { seen } = globalThis as unknown as Seen;
      const times = [...seen].filter(([each]) => each >= least).map(([, at]) => at);
      return times.length === 0 ? null : Math.min(...times);
    }, count);
    if (atMs !== null) return atMs;
    await pause(20);
  }
  return Number.POSITIVE_INFINITY;
}

type Times = { readonly ours: number[]; readonly whole: number[] };

/** What comes within a second after a read is read together (P4): a change by itself comes later. */
const apartMs = 1_200;

/** The provider's word of a change; null where a read that was under way already has found it first. */
async function findWord(after: number): Promise<Entry | null> {
  const untilMs = nowMs() + 5_000;
  while (nowMs() < untilMs) {
    const { entries } = await readLedger({ after: String(after), account: person.email });
    const word = entries.find(({ status }) => isTaken(status));
    if (word !== undefined) return word;
    await pause(50);
  }
  return null;
}

/** Each change by itself: one that waited for the one before would not be counted from when it was made. */
async function measure(page: Page, many: number, longestMs = 60_000): Promise<Times> {
  let count = await watch(page);
  await pause(1_500);
  const ours: number[] = [];
  const whole: number[] = [];
  for (let index = 0; index < many; index += 1) {
    const { last } = await readLedger({ limit: "1" });
    const madeMs = nowMs();
    await addEvent(person.email);
    const seenMs = await waitForCount(page, (count += 1), longestMs);
    const word = await findWord(last);
    const toldMs = word === null ? madeMs : word.at - word.durationMs;
    if (seenMs === Number.POSITIVE_INFINITY) return { ours: [...ours, seenMs], whole: [...whole, seenMs] };
    ours.push(seenMs - toldMs);
    whole.push(seenMs - madeMs);
    await pause(apartMs + ((index * 37) % 100));
  }
  return { ours, whole };
}

const quantile = (times: readonly number[], share: number) =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? Number.NaN;

/** Whose changes are told of, one edit each. */
async function findTold(): Promise<string[]> {
  const { accounts } = (await (await fetch(`${control}/accounts`)).json()) as {
    accounts: { id: string; email: string }[];
  };
  const { last } = await readLedger({ limit: "1" });
  const emails = accounts.map(({ email }) => email).filter((email) => email !== person.email);
  for (const email of emails) await addEvent(email);
  await pause(10_000);
  const { entries } = await readLedger({ after: String(last) });
  const told = new Set(entries.filter(({ status }) => isTaken(status)).map(({ account }) => account));
  return accounts.flatMap(({ id, email }) => (told.has(id) && email !== person.email ? [email] : []));
}

/** So many changes a second over the team's calendars, whether the ones before have arrived or not. */
async function withChanges<T>(emails: readonly string[], perSecond: number, run: () => Promise<T>): Promise<T> {
  const startedMs = performance.now();
  let [made, isOver] = [0, false];
  const load = (async () => {
    const all: Promise<unknown>[] = [];
    while (!isOver) {
      const wanted = ((performance.now() - startedMs) / 1_000) * perSecond;
      for (; made < wanted; made += 1) all.push(addEvent(emails[made % emails.length] ?? ""));
      await pause(2);
    }
    await Promise.all(all);
  })();
  try {
    return await run();
  } finally {
    isOver = true;
    await load;
    report(`changes-a-second-of-${perSecond}`, made / ((performance.now() - startedMs) / 1_000), {});
  }
}

function tell(name: string, { ours, whole }: Times, goals: { p50?: number; p99?: number }): void {
  report(`${name}-p50-ms`, quantile(ours, 0.5), goals.p50 === undefined ? {} : { most: goals.p50 });
  report(`${name}-p99-ms`, quantile(ours, 0.99), goals.p99 === undefined ? {} : { most: goals.p99 });
  report(`${name}-whole-p99-ms`, quantile(whole, 0.99), {});
}

async function measureReference(): Promise<number[]> {
  const database = await openBenchDatabase();
  const reference = await openReference(database.url);
  const times: number[] = [];
  for (let index = 0; index < changes; index += 1) {
    times.push(await reference.changeMs());
    await pause(10);
  }
  await reference.close();
  await database.close();
  return times;
}

try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await signIn(page, target, person.name);
  const alone = await measure(page, changes);
  const reference = await measureReference();
  tell("alone", alone, {});
  report("reference-p99-ms", quantile(reference, 0.99), {});
  report("alone-p50-times-the-reference", quantile(alone.ours, 0.5) / quantile(reference, 0.5), { most: 3 });
  const team = await findTold();
  report("calendars-that-change-meanwhile", team.length, { least: 10 });
  tell("at-20-a-second", await withChanges(team, 20, () => measure(page, changes)), {});
  tell("at-100-a-second", await withChanges(team, 100, () => measure(page, changes)), { p50: 10, p99: 50 });

  const slow = { fault: "slow-answer", account: person.email, params: { ms: 100 } };
  await post(`${control}/faults`, slow);
  tell("provider-takes-100-ms", await measure(page, changes / 2), { p99: 250 });
  await fetch(`${control}/faults`, { method: "DELETE" });

  const deaf = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await deaf.route("**/api/calendar/health/stream", (route) => route.abort());
  await signIn(deaf, target, person.name);
  const polled = await measure(deaf, 3, 90_000);
  report("times-the-bad-one-that-asks-by-itself", quantile(polled.ours, 0.5) / quantile(alone.ours, 0.5), {
    least: 10,
  });
} finally {
  await browser.close();
  await target.stop();
}
process.exit();
