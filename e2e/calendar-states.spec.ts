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

async function show(page: Page, state: string, real: HealthAnswer) {
  const body = JSON.stringify(healthStates[state]?.(real));
  await page.unroute("**/api/calendar/health");
  await page.route("**/api/calendar/health", (route) =>
    route.fulfill({ status: 200, contentType: "application/json", headers: { etag: `W/"${state}"` }, body }),
  );
  const asked = page.waitForResponse((response) => response.url().endsWith("/api/calendar/health"));
  await page.goto(calendarPage);
  await asked;
  await page.waitForLoadState("networkidle");
}

const sidewards = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** In the dark the rules that look at colours: nothing else differs. */
async function findings(page: Page, isDark: boolean): Promise<string[]> {
  const axe = new AxeBuilder({ page });
  if (isDark) axe.withRules(["color-contrast", "link-in-text-block"]);
  const { violations } = await axe.analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`UI-1 every state of the calendar page is accessible and fits, in ${colorScheme}`, async ({ page }) => {
    test.setTimeout(240_000);
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await signInByName(page, "Aiko Brandt");
    const real = (await (await page.request.get("/api/calendar/health")).json()) as HealthAnswer;
    expect(real.syncs.length).toBeGreaterThan(0);
    const wrong: string[] = [];
    for (const state of Object.keys(healthStates)) {
      await show(page, state, real);
      for (const [name, viewport] of Object.entries(widths)) {
        if (colorScheme === "dark" && name !== "wide" && !folder) continue;
        await page.setViewportSize(viewport);
        if ((await sidewards(page)) > 0) wrong.push(`${state}, ${name}: runs over its edge`);
        if (folder) await page.screenshot({ path: `${folder}/${state}-${name}-${colorScheme}.png`, fullPage: true });
        if (name === "wide")
          wrong.push(...(await findings(page, colorScheme === "dark")).map((finding) => `${state}: ${finding}`));
      }
      await page.setViewportSize(widths.wide);
    }
    expect(wrong).toEqual([]);
  });
}

test("UI-1 forty calendars are folded to eight, with what is in trouble, and unfold", async ({ page }) => {
  await signInByName(page, "Aiko Brandt");
  const real = (await (await page.request.get("/api/calendar/health")).json()) as HealthAnswer;
  await show(page, "many", real);
  const list = page.getByRole("list", { name: /^Calendars of / });
  await expect(list.getByRole("listitem")).toHaveCount(9);
  await expect(list.getByText("Territory 40")).toBeVisible();
  await page.getByRole("button", { name: "Show all 40 calendars" }).click();
  await expect(list.getByRole("listitem")).toHaveCount(40);
});
