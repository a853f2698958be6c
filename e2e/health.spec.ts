import { expect, test } from "./daykeeper";

test("the health page says what it knows, since when, and keeps it fresh by itself", async ({ page, visit }) => {
  await visit(page, "/admin/health", "Instance admin");
  const verdict = page.getByRole("main").getByRole("heading", { level: 2 }).first();
  await expect(verdict).toHaveText(/Everything that should run is running|No worker is running/);
  await expect(page.getByText(/^Updated \d+ s ago$/)).toBeVisible();

  const refreshed = page.waitForRequest(
    (request) => request.headers().rsc === "1" && request.url().includes("/admin/health"),
    { timeout: 45_000 },
  );
  await refreshed;
});

test("a page that lost contact claims nothing any more, keeps what it knew, and recovers", async ({
  page,
  visit,
  watched,
}) => {
  await page.clock.install();
  await visit(page, "/admin/health", "Instance admin");
  await expect(page.getByText(/^Updated \d+ s ago$/)).toBeVisible();

  await page.route("**/api/healthz", (route) => route.abort());
  await page.clock.runFor(110_000);
  await expect(page.getByRole("heading", { name: "We do not know: this page lost contact" })).toBeVisible();
  await expect(page.getByText("Not updated for 1 min. Retrying")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Workspaces" })).toBeVisible();
  const lost = watched.complaints.splice(0);
  expect(lost.every((line) => line.includes("ERR_FAILED"))).toBe(true);

  await page.unroute("**/api/healthz");
  await page.clock.runFor(31_000);
  await expect(page.getByRole("heading", { name: "We do not know: this page lost contact" })).toHaveCount(0);
});
