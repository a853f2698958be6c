// What whoever looks after others sees of them, and does for them.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test } from "./daykeeper";

const place = "/admin/health";
const list = (page: Page) => page.getByRole("region", { name: "Accounts" });
const search = (page: Page) => list(page).getByRole("searchbox", { name: "Name, address or workspace" });

test("UI-3 OPS-3 an admin finds the person with trouble among 5,000, reminds them, and sends the link on", async ({
  page,
  visit,
  signedInPage,
}) => {
  await visit(page, place, "Instance admin");
  const verdict = page.getByRole("main").getByRole("heading", { level: 2 }).first();
  await expect(verdict).toHaveText(/^\d+ accounts wait for their people$|^No worker is running|^Work waits longer/);
  await expect(page.getByText(/^Updated \d+ s ago$/)).toBeVisible();
  // The worst stand first, although nobody has looked for them.
  await expect(list(page).getByRole("row").nth(1)).toContainText(/Needs reconnecting|Disabled/);

  await search(page).fill("person 4800");
  const row = list(page).getByRole("row").filter({ hasText: "Person 4800" });
  await expect(row).toContainText("Needs reconnecting");
  await expect(row).toContainText("access was ended");
  await expect(page).toHaveURL(/q=person\+4800/);
  await row.getByRole("button", { name: "Remind Person 4800" }).click();
  await expect(page.getByText("Person 4800 is reminded.")).toBeVisible();
  // The page looks again by itself every 30 s, should the answer to this look get lost.
  await expect(row).toContainText(/reminded/, { timeout: 60_000 });

  await row.getByRole("link").click();
  const dialog = page.getByRole("dialog", { name: "Person 4800" });
  await expect(dialog).toContainText("Needs reconnecting");
  await expect(dialog).toContainText("grant_lost");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  // The link leads somebody else who may see it to the same account.
  const address = await row.getByRole("link").getAttribute("href");
  const other = await signedInPage("Instance admin");
  await other.goto(address ?? "");
  await expect(other.getByRole("dialog", { name: "Person 4800" })).toContainText("Crowd");
});

test("UI-3 the list of 5,000 is gone through page by page, and each filter stands in the address", async ({
  page,
  visit,
}) => {
  await visit(page, `${place}?state=all&sort=person`, "Instance admin");
  await expect(list(page).getByText(/^50 accounts of 5,0\d\d$/)).toBeVisible();
  const first = await list(page).getByRole("row").nth(1).innerText();
  await list(page).getByRole("button", { name: "Next" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(list(page).getByRole("row").nth(1)).not.toHaveText(first);
  await list(page).getByRole("button", { name: "Back" }).click();
  await expect(page).not.toHaveURL(/cursor=/);

  await page.getByRole("button", { name: /Late$/ }).click();
  await expect(page).toHaveURL(/state=late/);
  await expect(list(page).getByText(/^50 accounts of 1\d\d$/)).toBeVisible();
  const download = page.waitForEvent("download");
  await list(page).getByRole("link", { name: "CSV" }).click();
  expect((await download).suggestedFilename()).toBe("calendar-health.csv");
  await search(page).fill("nobody is called that");
  await expect(list(page).getByRole("heading", { name: "Nothing matches this filter" })).toBeVisible();
});

test("UI-3 a manager sees their workspace alone, and a member nothing", async ({ page, signedInPage, watched }) => {
  const manager = await signedInPage("Manager");
  await manager.goto(`${place}?state=all`);
  await expect(manager.getByRole("heading", { level: 1, name: "Health" })).toBeVisible();
  await expect(manager.getByText(/^How the calendars of Meridian are\./)).toBeVisible();
  await search(manager).fill("person 4800");
  await expect(list(manager).getByRole("heading", { name: "Nothing matches this filter" })).toBeVisible();
  await expect(manager.getByRole("region", { name: "Workspaces" })).toHaveCount(0);
  await expect(manager.getByRole("region", { name: "Given up" })).toHaveCount(0);

  watched.expectedRefusals.push(404);
  const member = await signedInPage("Member");
  await member.goto(place);
  await expect(member.getByRole("heading", { level: 1 })).toHaveText("There is nothing here");
  await expect(member.getByRole("link", { name: "Health" })).toHaveCount(0);
  await page.goto(place);
  await expect(page).toHaveURL(/\/sign-in/);
});

test("UI-3 a page that lost contact claims nothing any more, keeps what it knew, and recovers", async ({
  page,
  visit,
  watched,
}) => {
  await page.clock.install();
  await visit(page, place, "Instance admin");
  await expect(page.getByText(/^Updated \d+ s ago$/)).toBeVisible();
  await page.route("**/api/v1/admin/**", (route) => route.abort());
  const lost = page.getByRole("heading", { name: "We do not know: this page lost contact" });
  // On a busy machine the page wakes up late, and time that passed before that was not its own.
  await expect(async () => {
    await page.clock.runFor(40_000);
    await expect(lost).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(list(page).getByRole("row").nth(1)).toBeVisible();
  const complaints = watched.complaints.splice(0);
  expect(complaints.filter((line) => !line.includes("ERR_FAILED"))).toEqual([]);
  await page.unroute("**/api/v1/admin/**");
  await page.clock.runFor(31_000);
  await expect(lost).toHaveCount(0);
});

test("UI-3 the charts of the health page have tables, an account's calendars are told apart, and all is accessible", async ({
  page,
  visit,
}) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await visit(page, `${place}?q=tomasz`, "Instance admin");
  const course = page.getByRole("region", { name: "Course" });
  await expect(course.getByRole("img", { name: /^Freshness over 24 h/ })).toBeVisible();
  const table = course.getByText("The same as a table");
  await table.focus();
  await page.keyboard.press("Enter");
  await expect(course.getByRole("columnheader", { name: "age p99" })).toBeVisible();
  const findings = async (where: string) => {
    const { violations } = await new AxeBuilder({ page }).include(where).analyze();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
  };
  expect(await findings("main")).toEqual([]);
  await table.click();
  await course.getByRole("button", { name: "90 d" }).click();
  await expect(course.getByRole("img", { name: /^Calls over 90 d/ })).toBeVisible();
  await course.getByText("Calls and scores as a table").click();
  await expect(course.getByRole("columnheader", { name: "of the budget" })).toBeVisible();

  await list(page)
    .getByRole("link", { name: /^Tomasz Wrona/ })
    .click();
  const each = page.getByRole("dialog", { name: "Tomasz Wrona" }).getByRole("region", { name: "Each calendar" });
  await expect(each.getByRole("listitem").first()).toContainText(/Main calendar|Calendar 1/);
  await expect(each).toContainText("last proven");
  expect(await findings("dialog[open]")).toEqual([]);
});
