import { expect, test } from "./daykeeper";
import { expectToFitPhone } from "./fits-phone";
import { toBadDay, type OverviewAnswer } from "./overview-states";

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
  await expectToFitPhone(page);
});

test("UI-3 whatever goes wrong at once, the health page fits a phone and says it", async ({ page, visit }) => {
  await visit(page, "/admin/health?q=person+4800", "Instance admin");
  const real = (await (await page.request.get("/api/v1/admin/health")).json()) as OverviewAnswer;
  await page.route("**/api/v1/admin/health", (route) =>
    route.fulfill({ json: toBadDay(real), headers: { etag: 'W/"a bad day"' } }),
  );
  const ways = page.getByRole("region", { name: "Ways out" });
  await expect(async () => {
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange", { bubbles: true })));
    await expect(ways).toContainText("2 fail: it sends us elsewhere, and we do not follow", { timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByRole("region", { name: "Machinery" })).toContainText("Silent");
  await expectToFitPhone(page);
});
