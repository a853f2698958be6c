import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "./daykeeper";
import { places } from "./places";

/** All rules, WCAG 2.2 AA and what axe calls best practice; in the dark those that look at colours, since nothing else differs. */
async function findingsInBothThemes(page: Page, where: string) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const axe = new AxeBuilder({ page });
    if (colorScheme === "dark") axe.withRules(["color-contrast", "link-in-text-block"]);
    const { violations } = await axe.analyze();
    const found = violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`,
    );
    expect(found, `${where} in the ${colorScheme}`).toEqual([]);
  }
}

for (const { path, heading, as } of places) {
  test(`axe finds nothing on ${path}, light and dark`, async ({ page, visit, watched }) => {
    watched.expectedRefusals.push(404);
    await visit(page, path, as);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "Reading" })).toHaveCount(
      path === "/developer/components" ? 1 : 0,
    );
    await findingsInBothThemes(page, path);
  });
}

test("axe finds nothing in what opens over a page, light and dark", async ({ page, visit }) => {
  test.slow();
  await visit(page, "/settings/members", "Admin");
  await page.getByRole("button", { name: "Invite", exact: true }).click();
  await findingsInBothThemes(page, "a dialog");
  await page.keyboard.press("Escape");

  await page.getByRole("button", { name: /your account$/ }).click();
  await expect(page.getByRole("menu")).toBeVisible();
  await findingsInBothThemes(page, "a menu");
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Go anywhere" })).toBeVisible();
  await findingsInBothThemes(page, "the palette");
  await page.keyboard.press("Escape");

  await page.goto("/developer/components");
  await page.getByRole("button", { name: "Failed", exact: true }).click();
  await page.getByRole("slider").first().focus();
  await findingsInBothThemes(page, "a toast and a visited strip");
});
