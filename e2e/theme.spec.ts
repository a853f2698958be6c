import type { Page } from "@playwright/test";
import { expect, test } from "./daykeeper";

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

test("the theme follows the system until somebody chooses, then the choice", async ({ page, visit }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await visit(page, "/", "Member");
  const dark = await ground(page);
  await page.emulateMedia({ colorScheme: "light" });
  const light = await ground(page);
  expect(light).not.toBe(dark);

  await page.getByRole("button", { name: /your account$/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  expect(await ground(page)).toBe(dark);

  // Already in the server's answer: nothing flashes.
  const answer = await page.reload();
  expect(await answer?.text()).toContain('data-theme="dark"');
  expect(await ground(page)).toBe(dark);

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Go anywhere" })).toBeVisible();
  await page.keyboard.type("as the system");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).not.toHaveAttribute("data-theme", /.*/);
  expect(await ground(page)).toBe(light);
});
