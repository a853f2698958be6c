// A person connects an account of their own through the provider's page, chooses what is read, and ends it again.
import type { Page } from "@playwright/test";

import { expect, test, uniqueName } from "./daykeeper";

const sandbox = process.env.E2E_SANDBOX_URL ?? "";
const settings = "/sales/settings/calendar";

async function control(path: string, body: unknown): Promise<void> {
  const response = await fetch(`${sandbox}/_control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  expect(response.ok, await response.text()).toBe(true);
}

/** An account nobody else uses, with two calendars and a meeting tomorrow. */
async function makeAccount(provider: "google" | "microsoft"): Promise<string> {
  const email = `${uniqueName("rep")}@meridian.example`;
  await control("accounts", { provider, email, name: email, zone: "Europe/Berlin" });
  await control(`accounts/${email}/calendars`, { name: "Roadshow" });
  const start = new Date(Date.now() + 86_400_000).toISOString();
  const end = new Date(Date.now() + 90_000_000).toISOString();
  await control(`accounts/${email}/calendars/primary/edits`, {
    do: "create",
    event: { summary: "First call", start, end },
  });
  return email;
}

async function connect(page: Page, product: string, email: string) {
  await page.goto(settings);
  await page.getByRole("button", { name: `Connect ${product}` }).click();
  await page.getByRole("radio", { name: email }).check();
  await page.getByRole("button", { name: "Allow" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Calendar" })).toBeVisible();
}

const ways = [
  { provider: "google", product: "Google Calendar", writing: /auth\/calendar\.events$/ },
  { provider: "microsoft", product: "Outlook Calendar", writing: /Calendars\.ReadWrite$/ },
] as const;

for (const { provider, product, writing } of ways) {
  test(`somebody connects ${product}, sees its calendars, chooses among them, and disconnects`, async ({
    newPerson,
  }) => {
    const { page } = await newPerson("Member");
    const email = await makeAccount(provider);
    await connect(page, product, email);
    await expect(page.getByText(`${product} is connected. The first read has begun.`)).toBeVisible();
    expect(new URL(page.url()).search).toBe("");
    await expect(page.getByText(/1 event/).first()).toBeVisible({ timeout: 60_000 });

    await page.getByRole("button", { name: /^More for / }).click();
    await page.getByRole("menuitem", { name: "Choose calendars" }).click();
    const dialog = page.getByRole("dialog");
    const roadshow = dialog.getByRole("switch", { name: /^Roadshow/ });
    await expect(roadshow).toBeChecked();
    // Shown when it is saved, not before.
    await roadshow.click();
    await expect(roadshow).not.toBeChecked();
    await dialog.getByRole("button", { name: "Done" }).click();
    await page.reload();
    await page.getByRole("button", { name: /^More for / }).click();
    await page.getByRole("menuitem", { name: "Choose calendars" }).click();
    await expect(page.getByRole("dialog").getByRole("switch", { name: /^Roadshow/ })).not.toBeChecked();
    await page.getByRole("dialog").getByRole("button", { name: "Done" }).click();

    await page.getByRole("button", { name: /^More for / }).click();
    await page.getByRole("menuitem", { name: "Disconnect" }).click();
    await page.getByRole("button", { name: "Disconnect and delete keys" }).click();
    await expect(page.getByRole("heading", { name: "Connect the calendar you live in" })).toBeVisible();
  });

  test(`S6 whoever lets us only read ${product} is asked for no more, and allows bookings later`, async ({
    newPerson,
  }) => {
    const { page } = await newPerson("Member");
    const email = await makeAccount(provider);
    await page.goto(settings);
    await page.getByRole("switch", { name: /^Also write bookings into it/ }).uncheck();
    await page.getByRole("button", { name: `Connect ${product}` }).click();
    await expect(page.getByRole("radio", { name: email })).toBeVisible();
    await expect(page.getByText(writing)).toHaveCount(0);
    await page.getByRole("radio", { name: email }).check();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByText(`${product} is connected. The first read has begun.`)).toBeVisible();
    await expect(page.getByText(/1 event/).first()).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText("Not everything was allowed.")).toHaveCount(0);

    await page.getByRole("button", { name: "Allow bookings" }).click();
    await page.getByRole("radio", { name: email }).check();
    await expect(page.getByText(writing).first()).toBeVisible();
    await page.getByRole("button", { name: "Allow" }).click();
    await expect(page.getByText(`${product} is connected again.`)).toBeVisible();
    await expect(page.getByText("Read only: no booking is written into this account.")).toHaveCount(0);
  });

  test(`whoever says no to ${product} is told so, and nothing is connected`, async ({ newPerson }) => {
    const { page } = await newPerson("Member");
    await page.goto(settings);
    await page.getByRole("button", { name: `Connect ${product}` }).click();
    await page.getByRole("button", { name: "Deny" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "You did not allow it" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Connect the calendar you live in" })).toBeVisible();
  });
}
