// How much one process answers, and two.
import { median } from "./report";
import type { Scene } from "./webs-checks";
import { Browser, type Web } from "./webs-target";

const path = "/api/calendar/health";
const asking = 16;
const windowMs = Number(process.env.BENCH_WINDOW_MS ?? 3_000);
const rounds = Number(process.env.BENCH_ROUNDS ?? 6);

type Page = { readonly browser: Browser; etag: string };
type Window = { readonly perSecond: number; readonly times: number[]; readonly unchanged: number };

async function openPages({ one, origin, userIdOf }: Scene): Promise<Page[]> {
  const people = ["bob", "aiko.brandt", "mara.lindqvist", "priya.raman", "noor.haddad", "alice"];
  const pages: Page[] = [];
  for (const person of people) {
    const browser = new Browser(origin);
    await browser.signIn(one, await userIdOf(`${person}@meridian.example`));
    const { headers } = await browser.ask(one, path);
    pages.push({ browser, etag: headers.get("etag") ?? "" });
  }
  return pages;
}

/** So many at a time, as fast as they are answered; each always at the same process, as behind any balancer. */
async function load(webs: readonly Web[], pages: readonly Page[], knows: boolean): Promise<Window> {
  const times: number[] = [];
  let unchanged = 0;
  const startedMs = performance.now();
  const ask = async (index: number) => {
    const [web, page] = [webs[index % webs.length], pages[index % pages.length]];
    while (web !== undefined && page !== undefined && performance.now() - startedMs < windowMs) {
      const askedMs = performance.now();
      const headers = knows ? { "if-none-match": page.etag } : {};
      const answer = await page.browser.ask(web, path, { headers });
      if (answer.status !== 200 && answer.status !== 304) throw new Error(`${answer.status}: ${answer.text}`);
      times.push(performance.now() - askedMs);
      page.etag = answer.headers.get("etag") ?? page.etag;
      if (answer.status === 304) unchanged += 1;
    }
  };
  await Promise.all(Array.from({ length: asking }, (_, index) => ask(index)));
  return { perSecond: times.length / ((performance.now() - startedMs) / 1_000), times, unchanged };
}

const worst = (windows: readonly Window[]) => {
  const times = windows.flatMap((each) => each.times).toSorted((a, b) => a - b);
  return times[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;
};

type Pair = { readonly alone: Window; readonly both: Window };

/** In turns, so that whatever else the machine does meets both; the first ones warm both up. */
async function measurePairs({ one, two, sql }: Scene, pages: readonly Page[], knows: boolean): Promise<Pair[]> {
  const pairs: Pair[] = [];
  const measure = async (webs: readonly Web[]) => {
    await sql("delete from rate_buckets");
    return load(webs, pages, knows);
  };
  for (let round = 0; round <= rounds; round += 1)
    pairs.push({ alone: await measure([one]), both: await measure([one, two]) });
  return pairs.slice(1);
}

const total = (windows: readonly Window[], of: (window: Window) => number) =>
  windows.reduce((sum, window) => sum + of(window), 0);

export async function measureLoad(scene: Scene): Promise<void> {
  const { report } = scene;
  const pages = await openPages(scene);
  for (const knows of [false, true]) {
    const kind = knows ? "unchanged" : "whole";
    const pairs = await measurePairs(scene, pages, knows);
    const [alone, both] = [pairs.map((pair) => pair.alone), pairs.map((pair) => pair.both)];
    report(`${kind}_a_second_one`, median(alone.map(({ perSecond }) => perSecond)), {});
    report(`${kind}_a_second_two`, median(both.map(({ perSecond }) => perSecond)), {});
    const ratios = pairs.map((pair) => pair.both.perSecond / pair.alone.perSecond);
    report(`${kind}_two_over_one`, median(ratios), { least: 0.9 });
    report(`${kind}_p99_ms_one`, worst(alone), {});
    report(`${kind}_p99_ms_two`, worst(both), {});
    const all = [...alone, ...both];
    const share = total(all, ({ unchanged }) => unchanged) / total(all, ({ times }) => times.length);
    report(`${kind}_answered_304_share`, share, knows ? { least: 0.5 } : { most: 0 });
  }
}
