import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, signIn, test } from "./daykeeper";
import { places } from "./places";

async function findings(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
}

for (const colorScheme of ["light", "dark"] as const) {
  for (const { path, heading, as } of places) {
    test(`axe finds nothing on ${path} in the ${colorScheme}`, async ({ page, watched }) => {
      watched.expectedRefusals.push(404);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      if (as !== "nobody") await signIn(page, as);
      await page.goto(path);
      await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
      await expect(page.getByRole("status").filter({ hasText: "Reading" })).toHaveCount(
        path === "/developer/components" ? 1 : 0,
      );
      expect(await findings(page)).toEqual([]);
    });
  }

  test(`axe finds nothing in what opens over a page, in the ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await signIn(page, "Admin", "/settings/members");

    await page.getByRole("button", { name: "Invite", exact: true }).click();
    expect(await findings(page), "dialog").toEqual([]);
    await page.keyboard.press("Escape");

    await page.getByRole("button", { name: /, your account$/ }).click();
    await expect(page.getByRole("menu")).toBeVisible();
    expect(await findings(page), "menu").toEqual([]);
    await page.keyboard.press("Escape");

    await page.keyboard.press("Control+k");
    await expect(page.getByRole("dialog", { name: "Go anywhere" })).toBeVisible();
    expect(await findings(page), "palette").toEqual([]);
    await page.keyboard.press("Escape");

    await page.goto("/developer/components");
    await page.getByRole("button", { name: "Failed", exact: true }).click();
    await page.getByRole("slider").first().focus();
    expect(await findings(page), "toast and strip").toEqual([]);
  });
}
