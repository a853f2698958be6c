import { expect, signIn, test } from "./daykeeper";
import { expectToFitPhone } from "./fits-phone";
import { places } from "./places";

for (const { path, heading, as } of places) {
  test(`${path} fits a phone: no sideways scroll, targets of 44, inputs of 16 px`, async ({ page, visit, watched }) => {
    watched.expectedRefusals.push(404);
    await visit(page, path, as);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expectToFitPhone(page);
  });
}

test("the menu of a phone leads everywhere and closes behind itself", async ({ page, visit }) => {
  await visit(page, "/", "Admin");
  await page.getByRole("button", { name: "Open the menu" }).click();
  const menu = page.getByRole("dialog", { name: "Main" });
  await menu.getByRole("link", { name: "Members" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await expect(menu).toHaveCount(0);
});

test("what opens inside the menu of a phone lies above it", async ({ page }) => {
  await signIn(page, "Instance admin"); // A session of its own: it moves to another workspace.
  await page.getByRole("button", { name: "Open the menu" }).click();
  const menu = page.getByRole("dialog", { name: "Main" });
  await menu.getByRole("button", { name: /your account$/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(menu).toBeVisible();

  await menu.getByRole("button", { name: /switch workspace$/ }).click();
  const elsewhere = page.getByRole("menuitemradio", { checked: false }).first();
  const name = (await elsewhere.textContent()) ?? "";
  await elsewhere.click();
  // The page comes anew, and closes a menu that was opened before that.
  await expect(async () => {
    if (!(await menu.isVisible())) await page.getByRole("button", { name: "Open the menu" }).click({ timeout: 2_000 });
    const current = menu.getByRole("button", { name: /switch workspace$/ });
    expect(((await current.textContent({ timeout: 2_000 })) ?? "").slice(1, 6)).toBe(name.slice(1, 6));
  }).toPass({ timeout: 60_000 });
});
