// What a person sees of their calendars while things go well, break, and are repaired, without ever reloading the page.

import type { Page } from "@playwright/test";

import { expect, test } from "./daykeeper";
import { addEvent, allow, calendarPage, cardOf, connect, control, makeAccount } from "./provider-accounts";

const ways = [
  { provider: "google", product: "Google Calendar" },
  { provider: "microsoft", product: "Outlook Calendar" },
] as const;
type Health = { syncs: { calendars: { nextSync: { at: string } | null }[] }[] };
const soon = { timeout: 60_000 };

/** A resync that is refused says so by its status. */
test.beforeEach(({ watched }) => {
  watched.expectedRefusals.push(401, 503);
});

for (const { provider, product } of ways) {
  test(`UI-1 UI-2 access to ${product} that was taken away is told with its button, and reconnecting heals it`, async ({
    newPerson,
  }) => {
    test.setTimeout(240_000);
    const { page } = await newPerson("Member");
    const email = await makeAccount(provider);
    await connect(page, product, email);
    const card = cardOf(page, email);
    await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);
    await expect(page.getByRole("heading", { name: "Everything is proven" })).toBeVisible();
    await expect(card.getByText("1 event", { exact: true })).toBeVisible();

    await control("faults", { fault: "revoke-grants", account: email });
    await addEvent(email, "While nobody could look");
    await card.getByRole("button", { name: /^Resync / }).click();
    await expect(
      page.getByRole("heading", { name: `Action needed: ${product} has stopped, and only you can restart it` }),
    ).toBeVisible(soon);
    await expect(card.getByText("Needs reconnecting", { exact: true }).first()).toBeVisible();
    await expect(card.getByText(/ended our access to this account/)).toBeVisible();
    await expect(card.getByText(/Nothing by itself\. After you reconnect/)).toBeVisible();

    // It is said on every other page too.
    await page.getByRole("link", { name: "Profile" }).first().click();
    await expect(page.getByText(`${product} has stopped, and only you can restart it.`)).toBeVisible();
    await page.getByRole("link", { name: "See and reconnect" }).click();

    await card.getByRole("button", { name: `Reconnect ${product}` }).click();
    await page.getByRole("radio", { name: email }).check();
    await allow(page);
    await expect(page.getByText(`${product} is connected again. We read what was missed.`)).toBeVisible();
    await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);
    await expect(card.getByText("2 events", { exact: true })).toBeVisible(soon);
    await expect(page.getByText("While nobody could look").first()).toBeHidden();
  });
}

/** How long nothing is read by itself; 0 while something is. */
async function nextReadMs(page: Page): Promise<number> {
  const { syncs } = (await (await page.request.get("/api/calendar/health")).json()) as Health;
  const times = syncs.flatMap(({ calendars }) => calendars.map(({ nextSync }) => Date.parse(nextSync?.at ?? "")));
  return Math.min(...times.map((at) => (Number.isNaN(at) ? 0 : at - Date.now())));
}

test("SYN-7 a resync is watched on the page, and its result is said", async ({ newPerson }) => {
  test.setTimeout(180_000);
  const { page } = await newPerson("Member");
  const email = await makeAccount("google", 3);
  await connect(page, "Google Calendar", email);
  const card = cardOf(page, email);
  await expect(card.getByText("Google tells us of changes at once.")).toBeVisible(soon);
  // Push, or the read that follows the opening of a channel, would bring it before anybody can press the button.
  await expect.poll(() => nextReadMs(page), soon).toBeGreaterThan(60_000);
  await control("faults", { fault: "push-mute", account: email });
  await addEvent(email, "Found by the resync");

  await card.getByRole("button", { name: /^Resync / }).click();
  await expect(page.getByText("Read anew and compared: 1 difference, repaired.")).toBeVisible(soon);
  await expect(card.getByText("4 events", { exact: true })).toBeVisible(soon);

  await card
    .getByRole("button", { name: new RegExp(`^Actions for `) })
    .first()
    .click();
  await page.getByRole("menuitem", { name: "Runs" }).click();
  const dialog = page.getByRole("dialog", { name: /^Runs of / });
  await expect(dialog.getByRole("row").filter({ hasText: "asked for by you" }).first()).toContainText(
    "read to the end",
  );
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test("a deletion of most of a calendar is held back until its person decides, and unchanged looks have no body", async ({
  newPerson,
}) => {
  test.setTimeout(240_000);
  const { page } = await newPerson("Member");
  const email = await makeAccount("google", 25);
  await connect(page, "Google Calendar", email);
  const card = cardOf(page, email);
  await expect(card.getByText("25 events", { exact: true })).toBeVisible(soon);

  await control("faults", { fault: "empty-listing", account: email, operation: "events.*" });
  await card.getByRole("button", { name: /^Resync / }).click();
  await expect(card.getByText(/is gone: 25 of 25 events\./)).toBeVisible(soon);
  // While the second read is waited for nothing changes: the page looks, and is told so without a body.
  const unchanged = await page.waitForResponse(
    (response) => response.url().endsWith("/api/calendar/health") && response.status() === 304,
    { timeout: 120_000 },
  );
  expect(unchanged.request().headers()["if-none-match"]).toBeTruthy();
  await expect(card.getByText("25 events", { exact: true })).toBeVisible();
  await card.getByRole("button", { name: "Decide" }).click({ timeout: 150_000 });
  await page.getByRole("dialog").getByRole("button", { name: "Keep them" }).click();
  await expect(page.getByText("Kept. Nothing was removed.")).toBeVisible();
  await expect(card.getByText("25 events", { exact: true })).toBeVisible();
});

test("a page that lost contact claims nothing green any more, keeps what it knew, and recovers", async ({
  newPerson,
  watched,
}) => {
  test.setTimeout(180_000);
  const { page } = await newPerson("Member");
  const email = await makeAccount("google");
  await connect(page, "Google Calendar", email);
  await expect(cardOf(page, email).getByText("Active", { exact: true })).toBeVisible(soon);

  await page.clock.install();
  await page.goto(calendarPage);
  await page.route("**/api/calendar/health", (route) => route.abort());
  // On a busy machine the page wakes up late, and time that passed before that was not its own.
  await expect(async () => {
    await page.clock.runFor(40_000);
    const lost = page.getByRole("heading", { name: "We do not know: this page lost contact" });
    await expect(lost).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });
  await expect(page.getByText(/^Not updated for \d min\. Retrying$/)).toBeVisible();
  await expect(cardOf(page, email).getByText("Unknown", { exact: true }).first()).toBeVisible();
  await expect(cardOf(page, email).getByText("1 event", { exact: true })).toBeVisible();
  const lost = watched.complaints.splice(0);
  expect(lost.filter((line) => !line.includes("ERR_FAILED"))).toEqual([]);

  await page.unroute("**/api/calendar/health");
  await page.clock.runFor(31_000);
  await expect(page.getByRole("heading", { name: "We do not know: this page lost contact" })).toHaveCount(0);
});
