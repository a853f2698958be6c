// Accounts at the stand-in for the providers, one per story, so that what a story breaks no other story needs.
import type { Page } from "@playwright/test";

import { expect, uniqueName } from "./daykeeper";

export const calendarPage = "/sales/settings/calendar";
const sandbox = process.env.E2E_SANDBOX_URL ?? "";

export async function control<Answer = unknown>(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`${sandbox}/_control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  expect(response.ok, text).toBe(true);
  return (text === "" ? null : JSON.parse(text)) as Answer;
}

/** Breaks something for one account; what comes back mends it. */
export async function strike(fault: { fault: string; account: string; [more: string]: unknown }) {
  const response = await fetch(`${sandbox}/_control/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  });
  expect(response.ok).toBe(true);
  const { id } = (await response.json()) as { id: string };
  return async () => {
    const mended = await fetch(`${sandbox}/_control/faults/${id}`, { method: "DELETE" });
    expect(mended.ok).toBe(true);
  };
}

/** What the person does in the provider's own app: an event tomorrow. */
export async function addEvent(email: string, summary: string): Promise<void> {
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  await control(`accounts/${email}/calendars/primary/edits`, {
    do: "create",
    event: { summary, start: at(24), end: at(25) },
  });
}

/** A person's calendar of many events around now, all of them inside what is read. */
export const fill = (email: string, count: number) => control(`accounts/${email}/calendars/primary/fill`, { count });

export async function makeAccount(provider: "google" | "microsoft", events = 1): Promise<string> {
  const email = `${uniqueName("rep")}@meridian.example`;
  await control("accounts", { provider, email, name: email, zone: "Europe/Berlin" });
  for (let index = 0; index < events; index += 1) await addEvent(email, `Call ${index + 1}`);
  return email;
}

/** From the page through the provider's consent page and back, until the page answers to presses. */
export async function connect(page: Page, product: string, email: string): Promise<void> {
  await page.goto(calendarPage);
  const more = page.getByRole("button", { name: "Connect a calendar" });
  if (await more.isVisible()) await more.click();
  await page.getByRole("button", { name: `Connect ${product}` }).click();
  await page.getByRole("radio", { name: email }).check();
  await allow(page);
}

export async function allow(page: Page): Promise<void> {
  const alive = page.waitForResponse((response) => response.url().endsWith("/api/v1/calendar/health/days"));
  await page.getByRole("button", { name: "Allow" }).click();
  await alive;
  await expect(page.getByRole("heading", { level: 1, name: "Calendar" })).toBeVisible();
}

/** The card of an account. */
export const cardOf = (page: Page, email: string) => page.getByRole("region", { name: new RegExp(email) });
