// How long a visitor of a booking page waits for the first times, in a real browser against a production build: from the
// call to the first time that can be pressed and is painted. Each visit begins with an empty cache. Once as it is, once on a
// processor four times slower behind a phone's connection.
// Run: npm run bench:first-slots. With E2E_BASE_URL and E2E_SANDBOX_URL it measures what runs there already.
import type { Browser } from "@playwright/test";

import { firstBookingPage } from "../src/server/demo/make-booking-pages";
import { median, reporter } from "./report";
import { openBrowser, openTarget, type Target } from "./target";

const report = reporter("first-slots");
const visits = Number(process.env.BENCH_ROUNDS ?? 15);
const path = `/book/${firstBookingPage}`;

type Visit = { readonly isPhone: boolean };
type Seen = { seen: { firstMs: number | null } };

/** Notes in the page itself when a time is there and painted: a look from outside would come late. */
function watch(): void {
  const seen: Seen["seen"] = { firstMs: null };
  Object.assign(globalThis, { seen });
  // Nothing in here may have a name of its own: what keeps names would be missing in the page.
  const timer = setInterval(() => {
    const time = document.querySelector('section[aria-label^="Free times on"] button');
    if (!(time instanceof HTMLElement) || time.getBoundingClientRect().height === 0) return;
    clearInterval(timer);
    requestAnimationFrame(() => {
      seen.firstMs = performance.now();
    });
  }, 4);
}

async function visit(browser: Browser, { url }: Target, { isPhone }: Visit): Promise<number> {
  const viewport = isPhone ? { width: 390, height: 844 } : { width: 1_280, height: 900 };
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    if (isPhone) {
      await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
      const speed = { latency: 60, downloadThroughput: 1_100_000, uploadThroughput: 180_000 };
      await session.send("Network.emulateNetworkConditions", { offline: false, ...speed });
    }
    await page.addInitScript(watch);
    await page.goto(`${url}${path}`, { waitUntil: "commit" });
    const seen = await page.waitForFunction(() => (globalThis as unknown as Seen).seen.firstMs, null, {
      timeout: 60_000,
    });
    return (await seen.jsonValue()) ?? Number.NaN;
  } finally {
    await context.close();
  }
}

/** The demo's calendars are read first: until then there may be nothing to offer. */
async function untilOffered(browser: Browser, { url }: Target): Promise<void> {
  const page = await browser.newPage();
  for (let tries = 0; tries < 120; tries += 1) {
    await page.goto(`${url}${path}`);
    if ((await page.getByRole("region", { name: /^Free times on / }).count()) > 0) return page.close();
    await page.waitForTimeout(1_000);
  }
  throw new Error("The demo's booking page offered nothing within two minutes.");
}

const target = await openTarget();
const browser = await openBrowser();
try {
  await untilOffered(browser, target);
  for (const isPhone of [false, true]) {
    const times: number[] = [];
    for (let round = 0; round < visits; round += 1) times.push(await visit(browser, target, { isPhone }));
    const name = isPhone ? "phone_4x_slower" : "visitor";
    report(`${name}_first_slots_p50_ms`, median(times), { most: 1_000 });
    report(`${name}_first_slots_worst_ms`, Math.max(...times), isPhone ? {} : { most: 1_000 });
  }
} finally {
  await browser.close();
  await target.stop();
}
