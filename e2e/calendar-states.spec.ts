// The calendar page in every state there is: nobody is kept out of one, nothing runs over its edge.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, signInByName, test } from "./daykeeper";
import { healthStates, type HealthAnswer } from "./health-states";
import { calendarPage } from "./provider-accounts";

const widths = {
  wide: { width: 1200, height: 800 },
  phone: { width: 390, height: 844 },
  zoomed: { width: 320, height: 256 },
};
/** Where a person wants to look: a folder for pictures of every state. */
const folder = process.env.E2E_STATES_FOLDER;

/** What the card says in each state. */
const words: Readonly<Record<string, string>> = {
  ...{ healthy: "Active", reconnect: "Needs reconnecting", disabled: "Disabled", outage: "Provider trouble" },
  ...{ late: "Late", unknown: "Unknown", paused: "Paused", catchingUp: "Catching up", many: "Show all 40 calendars" },
  ...{ longNames: "Quarterly pipeline review", rightToLeft: "اجتماعات" },
};

/** The page that is open hears of another state, as at its next look. */
async function show(page: Page, state: string, real: HealthAnswer) {
  const body = JSON.stringify(healthStates[state]?.(real));
  await page.unroute("**/api/calendar/health");
  await page.route("**/api/calendar/health", (route) =>
    route.fulfill({ status: 200, contentType: "application/json", headers: { etag: `W/"${state}"` }, body }),
  );
  const card = page.getByRole("region", { name: /^Outlook Calendar|@/ }).first();
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await expect(card).toContainText(words[state] ?? "", { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
}

const sidewards = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** In the dark the rules that look at colours: nothing else differs. The frame around the page is looked at elsewhere. */
async function findings(page: Page, colorScheme: "light" | "dark"): Promise<string[]> {
  await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
  const axe = new AxeBuilder({ page }).include("main");
  if (colorScheme === "dark") axe.withRules(["color-contrast", "link-in-text-block"]);
  const { violations } = await axe.analyze();
  return violations.map(
    ({ id, nodes }) => `${colorScheme}, ${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`,
  );
}

async function openPage(page: Page): Promise<HealthAnswer> {
  await signInByName(page, "Aiko Brandt");
  const real = (await (await page.request.get("/api/calendar/health")).json()) as HealthAnswer;
  expect(real.syncs.length).toBeGreaterThan(0);
  await page.goto(calendarPage);
  return real;
}

test("UI-1 every state of the calendar page is accessible in light and dark, and fits", async ({ page }) => {
  test.setTimeout(240_000);
  const real = await openPage(page);
  const wrong: string[] = [];
  for (const state of Object.keys(healthStates)) {
    await show(page, state, real);
    if (state === "reconnect") await page.getByText("Technical detail").click();
    for (const colorScheme of ["light", "dark"] as const) {
      wrong.push(...(await findings(page, colorScheme)).map((finding) => `${state}: ${finding}`));
      if (folder) await photograph(page, `${state}-${colorScheme}`);
    }
    for (const [name, viewport] of Object.entries(widths)) {
      await page.setViewportSize(viewport);
      if ((await sidewards(page)) > 0) wrong.push(`${state}, ${name}: runs over its edge`);
    }
    await page.setViewportSize(widths.wide);
  }
  expect(wrong).toEqual([]);
});

async function photograph(page: Page, name: string) {
  for (const [width, viewport] of Object.entries(widths)) {
    await page.setViewportSize(viewport);
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true });
  }
  await page.setViewportSize(widths.wide);
}

test("UI-1 forty calendars are folded to eight, with what is in trouble, and unfold", async ({ page }) => {
  const real = await openPage(page);
  await show(page, "many", real);
  const list = page.getByRole("list", { name: /^Calendars of / });
  await expect(list.getByRole("listitem")).toHaveCount(9);
  await expect(list.getByText("Territory 40")).toBeVisible();
  await page.getByRole("button", { name: "Show all 40 calendars" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(40);
});
