// A manager makes a booking page, sees what visitors get while changing it, and takes it away again.
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test, uniqueName } from "./daykeeper";
import { connect, makeAccount } from "./provider-accounts";

async function look(page: Page, name: string): Promise<void> {
  const to = process.env.E2E_LOOK;
  if (to === undefined || to === "") return;
  await page.screenshot({ path: `${to}/${name}.png`, fullPage: true });
}

test("BKG-3 a manager makes a booking page, watching what visitors get", async ({ newPerson, openPage }) => {
  test.slow();
  const { page } = await newPerson("Manager");
  await connect(page, "Google Calendar", await makeAccount("google"));
  const axe = async () => expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);

  await page.goto("/settings/booking");
  await page.getByRole("link", { name: "New booking page" }).first().click();
  const preview = page.locator("aside").filter({ hasText: "What visitors get" });
  await expect(preview.getByText(/free times? in the next two weeks/)).toBeVisible({ timeout: 60_000 });
  const title = uniqueName("Demo");
  await page.getByLabel("Name", { exact: true }).fill(title);
  await expect(page.getByLabel("Address", { exact: true })).toHaveValue(/^demo-/);
  await axe();
  await look(page, "settings-light");
  // Closed on every day there is nothing left; open again there is.
  for (const day of ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"])
    await page.getByRole("switch", { name: `Open on ${day}` }).press("Space");
  await expect(preview.getByText(/No free time/)).toBeVisible({ timeout: 60_000 });
  await page.getByRole("switch", { name: "Open on Monday" }).press("Space");
  await expect(preview.getByText(/free times? in the next two weeks/)).toBeVisible({ timeout: 60_000 });
  // Each of several hosts has hours of their own where they like, inside those of the page.
  await page.getByRole("button", { name: "All together" }).click();
  await page.getByLabel(/ has hours of their own$/).check();
  const own = page.getByRole("group", { name: /^Hours of / });
  await own.getByRole("switch", { name: "Open on Monday" }).press("Space");
  await expect(preview.getByText(/No free time/)).toBeVisible({ timeout: 60_000 });
  await own.getByRole("switch", { name: "Open on Monday" }).press("Space");
  await expect(preview.getByText(/free times? in the next two weeks/)).toBeVisible({ timeout: 60_000 });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await axe();
  await look(page, "settings-phone-dark");
  await page.setViewportSize({ width: 1280, height: 900 });
  await look(page, "settings-dark");
  await page.emulateMedia({ colorScheme: "light" });
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("link", { name: title, exact: true })).toBeVisible({ timeout: 60_000 });
  await axe();
  await look(page, "settings-list");

  const visitor = await openPage();
  const address = await page
    .getByRole("link", { name: /\/book\/demo-/ })
    .last()
    .getAttribute("href");
  await visitor.goto(address ?? "");
  await expect(visitor.getByRole("heading", { level: 1, name: title })).toBeVisible();
  await page.getByRole("button", { name: `Remove ${title}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
  await expect(page.getByRole("link", { name: title, exact: true })).toHaveCount(0);
});
