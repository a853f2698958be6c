// What a provider does to an account, and what its person is told: who has to do something, and who has not.
import { expect, signInByName, test, type Joined } from "./daykeeper";
import { addEvent, calendarPage, cardOf, connect, makeAccount, strike } from "./provider-accounts";

const soon = { timeout: 60_000 };

test.beforeEach(({ watched }) => {
  watched.expectedRefusals.push(404, 403, 429, 502, 503);
});

async function withAccount({ page }: Joined) {
  const email = await makeAccount("google");
  await connect(page, "Google Calendar", email);
  const card = cardOf(page, email);
  await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);
  const resync = () => card.getByRole("button", { name: /^Resync / }).click();
  const nobodyReconnects = () => expect(page.getByRole("button", { name: /^Reconnect / })).toHaveCount(0);
  return { page, email, card, resync, nobodyReconnects };
}

test("UI-1 F11 an outage and a rate limit are told as the provider's, ask nobody to reconnect, and pass by themselves", async ({
  newPerson,
}) => {
  test.setTimeout(180_000);
  const { page, email, card, resync, nobodyReconnects } = await withAccount(await newPerson("Member"));

  const endOutage = await strike({ fault: "outage", account: email });
  await resync();
  await expect(
    card.getByText(/Google answers that it is out of order|Google does not answer as it should/).first(),
  ).toBeVisible(soon);
  await nobodyReconnects();
  await expect(card.getByText("1 event", { exact: true })).toBeVisible();
  await endOutage();

  const endLimit = await strike({
    fault: "rate-limited",
    account: email,
    params: { retryAfter: "seconds", seconds: 5 },
  });
  await resync();
  await expect(card.getByText(/Google asks us to slow down\. Changes wait, none is lost\./).first()).toBeVisible(soon);
  await nobodyReconnects();
  await endLimit();

  await addEvent(email, "After the bad hour");
  await resync();
  await expect(card.getByText("Active", { exact: true })).toBeVisible({ timeout: 90_000 });
  await expect(card.getByText("2 events", { exact: true })).toBeVisible(soon);
  await expect(page.getByRole("heading", { name: "Everything is proven" })).toBeVisible();
});

test("UI-1 RES-4 a calendar that fails five times in a row is disabled, says so, and one good read brings it back", async ({
  newPerson,
}) => {
  test.setTimeout(180_000);
  const { page, email, card, resync } = await withAccount(await newPerson("Member"));
  const mend = await strike({ fault: "status", account: email, operation: "events.*", params: { error: "forbidden" } });
  const more = card.getByRole("button", { name: "Try once more" });
  await expect(async () => {
    if (!(await more.isVisible())) await resync();
    await expect(more).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 90_000 });
  await expect(card.getByText("Disabled", { exact: true }).first()).toBeVisible();
  await expect(page.getByRole("heading", { name: /on hold after too many failures/ })).toBeVisible();
  await expect(card.getByText(/Reading failed too often in a row/)).toBeVisible();

  await mend();
  await more.click();
  await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);
});

test("UI-1 each person sees their own accounts, a manager sees states without contents, a stranger sees nothing", async ({
  newPerson,
  openPage,
}) => {
  test.setTimeout(180_000);
  const { page, email } = await withAccount(await newPerson("Member"));
  const { syncs } = (await (await page.request.get("/api/calendar/health")).json()) as { syncs: { userId: string }[] };
  const of = `/api/calendar/health?userId=${syncs[0]?.userId ?? ""}`;

  const colleague = await newPerson("Member");
  await colleague.page.goto(calendarPage);
  await expect(colleague.page.getByRole("heading", { name: "Connect the calendar you live in" })).toBeVisible();
  expect((await colleague.page.request.get(of)).status()).toBe(403);

  const manager = await newPerson("Manager");
  const seen = await manager.page.request.get(of);
  expect(seen.status()).toBe(200);
  const text = await seen.text();
  expect(text).toContain('"state":"healthy"');
  expect(text).not.toContain(email);

  const stranger = await openPage();
  await signInByName(stranger, "Samuel Adeyemi");
  expect([403, 404]).toContain((await stranger.request.get(of)).status());
});

test("UI-2 the whole page is German for whoever chooses it, with German dates, and stays so on the next visit", async ({
  newPerson,
}) => {
  test.setTimeout(180_000);
  const { page, email, card } = await withAccount(await newPerson("Member"));
  await page.goto("/settings/profile");
  await page.getByLabel("Language").selectOption({ label: "Deutsch" });
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Profil" })).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "de");

  await page.goto(calendarPage);
  await expect(page.getByRole("heading", { level: 1, name: "Kalender" })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Alles ist belegt" })).toBeVisible();
  await expect(card.getByText("Aktiv", { exact: true })).toBeVisible();
  await expect(card.getByText("1 Termin", { exact: true })).toBeVisible();
  await card.getByRole("button", { name: `${email} neu abgleichen`, exact: false }).click();
  await expect(page.getByText("Neu gelesen und verglichen: keine Abweichung.")).toBeVisible(soon);
});

test("UI-2 three clicks lead from nothing to a synced calendar, by keyboard alone", async ({ newPerson }) => {
  test.setTimeout(180_000);
  const { page } = await newPerson("Member");
  const email = await makeAccount("google");
  await page.goto(calendarPage);
  await page.getByRole("button", { name: "Connect Google Calendar" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("radio", { name: email }).focus();
  await page.keyboard.press("Space");
  await page.getByRole("button", { name: "Allow" }).focus();
  await page.keyboard.press("Enter");
  const card = cardOf(page, email);
  await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);

  await page.getByRole("slider", { name: /^Last 60 runs/ }).focus();
  await page.keyboard.press("End");
  const runs = page.getByRole("dialog", { name: /^Runs of / });
  // The strip is empty until the page has asked for the runs.
  await expect(async () => {
    await page.keyboard.press("Enter");
    await expect(runs).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  await page.keyboard.press("Escape");
  await expect(runs).toBeHidden();
  await card.getByRole("button", { name: /^More for / }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem").first()).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: `Calendars of ${email}` })).toBeVisible();
});
