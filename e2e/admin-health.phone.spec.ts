import { expect, test } from "./daykeeper";

test("UI-3 the health page fits a phone, and the person with trouble is found and reminded there", async ({
  page,
  visit,
}) => {
  await visit(page, "/admin/health", "Instance admin");
  const list = page.getByRole("region", { name: "Accounts" });
  await list.getByRole("searchbox").fill("person 4600");
  const row = list.getByRole("row").filter({ hasText: "Person 4600" });
  await expect(row).toContainText("Needs reconnecting");
  await expect(row).toContainText("access was ended");
  const remind = row.getByRole("button", { name: "Remind Person 4600" });
  expect((await remind.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await expect(page.getByRole("region", { name: "Course" }).getByRole("img").first()).toBeVisible();
  const { width, inner } = await page.evaluate(() => ({
    width: document.documentElement.scrollWidth,
    inner: window.innerWidth,
  }));
  expect(width).toBe(inner);
});
