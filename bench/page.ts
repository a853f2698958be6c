// What the calendar page costs whoever opens it, in a real browser against a production build with 40 calendars: the
// JavaScript of the first load above an empty page, how far anything jumps, how long a press takes on a processor four
// times slower, and what a poll that finds nothing new brings along.
// Run: npm run bench:page. With E2E_BASE_URL and E2E_SANDBOX_URL it measures what runs there already.
import { gzipSync } from "node:zlib";

import type { CDPSession, Page } from "@playwright/test";

import { median, reporter } from "./report";
import { openBrowser, openTarget, post, signIn, type Target } from "./target";

const report = reporter("page");
const path = "/sales/settings/calendar";
const person = { name: "Aiko Brandt", email: "aiko.brandt@meridian.example" };
const calendars = 40;

type Sync = { connectionId: string; calendars: { calendarId: string; lastSuccess: string | null }[] };

const readHealth = async (page: Page, { url }: Target): Promise<Sync | undefined> => {
  const answer = (await (await page.request.get(`${url}/api/calendar/health`)).json()) as { syncs: Sync[] };
  return answer.syncs[0];
};

/** A change as the page itself would send it. */
const change = (page: Page, [method, address, body]: [method: string, address: string, body: unknown]) =>
  page.evaluate(
    async ([how, where, what]) => {
      const answer = await fetch(where, {
        method: how,
        headers: { "content-type": "application/json" },
        body: JSON.stringify(what),
      });
      if (!answer.ok) throw new Error(`${where} answered ${answer.status}: ${await answer.text()}`);
    },
    [method, address, body] as const,
  );

/** The person gets as many calendars as somebody may have, chooses all, and waits until each is read. */
async function fill(page: Page, target: Target): Promise<void> {
  const first = await readHealth(page, target);
  if (first === undefined) throw new Error("The demo's person has connected nothing yet.");
  for (let index = first.calendars.length; index < calendars; index += 1)
    await post(`${target.sandbox}/_control/accounts/${person.email}/calendars`, { name: `Territory ${index + 1}` });
  await change(page, ["POST", `/api/v1/calendar/connections/${first.connectionId}/discover`, {}]);
  const listed = (await (await page.request.get(`${target.url}/api/v1/calendar/connections`)).json()) as {
    connections: { id: string; calendars: { id: string; isSelected: boolean }[] }[];
  };
  const own = listed.connections.find(({ id }) => id === first.connectionId)?.calendars ?? [];
  for (const { id } of own.filter(({ isSelected }) => !isSelected))
    await change(page, ["PATCH", `/api/v1/calendar/calendars/${id}`, { isSelected: true }]);
  for (let tries = 0; tries < 120; tries += 1) {
    const now = await readHealth(page, target);
    if (now && now.calendars.length >= calendars && now.calendars.every(({ lastSuccess }) => lastSuccess !== null))
      return;
    await page.waitForTimeout(1_000);
  }
  throw new Error("Not every calendar was read within two minutes.");
}

/** Bytes of the scripts that the document itself asks for, as they travel. */
async function firstLoadBytes(page: Page, address: string): Promise<number> {
  const html = await (await page.request.get(address)).text();
  const scripts = new Set([...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"/g)].map(([, src]) => src ?? ""));
  const bodies = await Promise.all(
    [...scripts].map(async (src) => (await page.request.get(new URL(src, address).href)).body()),
  );
  return bodies.reduce((sum, body) => sum + gzipSync(body, { level: 6 }).length, 0);
}

async function layoutShift(page: Page, { url }: Target): Promise<number> {
  await page.addInitScript(() => {
    const seen = { shift: 0 };
    Object.assign(globalThis, { seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) seen.shift += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${url}${path}`, { waitUntil: "networkidle" });
  // Also over a refresh: what is read again must not move anything.
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
  await page.waitForTimeout(2_000);
  return page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen.shift);
}

type Press = { readonly wallMs: number; readonly workMs: number };

/** Work of the page's own thread so far, not counting what other processes took from it. */
async function workedMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send("Performance.getMetrics");
  return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? Number.NaN) * 1_000;
}

/**
 * From the press to the next picture, as the browser itself counts it, and what the page's thread worked meanwhile. On a
 * machine with other work the first says how long the others took; the second is the page's own.
 */
async function measurePress(page: Page, session: CDPSession, press: () => Promise<void>): Promise<Press> {
  const before = await workedMs(session);
  await page.evaluate(() => {
    const pressed = { ms: 0 };
    Object.assign(globalThis, { pressed });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) pressed.ms = Math.max(pressed.ms, entry.duration);
    }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
  });
  await press();
  await page.waitForTimeout(700);
  const workMs = (await workedMs(session)) - before;
  return {
    wallMs: await page.evaluate(() => (globalThis as unknown as { pressed: { ms: number } }).pressed.ms),
    workMs,
  };
}

async function interactions(page: Page, session: CDPSession): Promise<void> {
  await session.send("Performance.enable", { timeDomain: "threadTicks" });
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  const presses: Readonly<Record<string, () => Promise<void>>> = {
    unfold: () => page.getByRole("button", { name: /^Show all \d+ calendars$/ }).click(),
    "open-menu": () =>
      page
        .getByRole("button", { name: /^Actions for / })
        .first()
        .click(),
    "close-menu": () => page.keyboard.press("Escape"),
    "walk-strip": async () => {
      await page.getByRole("slider", { name: /^Last 60 runs/ }).focus();
      await page.keyboard.press("ArrowLeft");
    },
    "open-connect": () => page.getByRole("button", { name: "Connect a calendar" }).click(),
    "close-connect": () => page.keyboard.press("Escape"),
  };
  const times: Record<string, Press[]> = {};
  for (let round = 0; round < 5; round += 1) {
    if (round > 0) await page.reload({ waitUntil: "networkidle" });
    for (const [name, press] of Object.entries(presses))
      (times[name] ??= []).push(await measurePress(page, session, press));
  }
  await session.send("Emulation.setCPUThrottlingRate", { rate: 1 });
  for (const [name, all] of Object.entries(times)) {
    report(`press-${name}-ms-4x-slower`, median(all.map(({ wallMs }) => wallMs)), { most: 100 });
    report(`press-${name}-own-work-ms-4x-slower`, median(all.map(({ workMs }) => workMs)), {});
  }
}

async function polls(page: Page, { url }: Target): Promise<void> {
  // As the page does: each look names the version of the last whole answer.
  let etag = (await page.request.get(`${url}/api/calendar/health`)).headers().etag ?? "";
  const times: number[] = [];
  let bytes = 0;
  let unchanged = 0;
  for (let index = 0; index < 20; index += 1) {
    const begun = performance.now();
    const answer = await page.request.get(`${url}/api/calendar/health`, { headers: { "if-none-match": etag } });
    if (answer.status() === 304) {
      times.push(performance.now() - begun);
      unchanged += 1;
      bytes += (await answer.body()).length;
    }
    etag = answer.headers().etag ?? etag;
    await page.waitForTimeout(500);
  }
  report("poll-unchanged-of-20", unchanged, { least: 10 });
  report("poll-unchanged-bytes", bytes, { most: 0 });
  report("poll-ms", median(times), {});
}

const target = await openTarget();
const browser = await openBrowser();
try {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await signIn(page, target, person.name);
  await fill(page, target);
  const empty = await firstLoadBytes(page, `${target.url}/nothing-here`);
  const own = await firstLoadBytes(page, `${target.url}${path}`);
  report("first-load-kb-gz", own / 1_000, {});
  report("first-load-kb-gz-above-empty", (own - empty) / 1_000, { most: 60 });
  report("layout-shift", await layoutShift(page, target), { most: 0.01 });
  await interactions(page, await page.context().newCDPSession(page));
  await polls(page, target);
} finally {
  await browser.close();
  await target.stop();
}
