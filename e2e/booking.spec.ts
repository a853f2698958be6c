// A visitor books a time with somebody who connected a calendar, moves it, and cancels it; the host sees and decides.
import { randomUUID } from "node:crypto";

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { expect, test, uniqueName, type Joined } from "./daykeeper";
import { connect, makeAccount } from "./provider-accounts";

type Connections = { connections: { id: string; userId: string; calendars: { id: string; isPrimary: boolean }[] }[] };
const sandbox = process.env.E2E_SANDBOX_URL ?? "";

/** Every day of the week, so that the story is the same whenever it is told. */
const weekly = Object.fromEntries(
  ["1", "2", "3", "4", "5", "6", "7"].map((day) => [day, [{ from: "08:00", until: "20:00" }]]),
);

async function openBookingPage({ page }: Joined, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await page.request.get("/api/v1/calendar/connections");
  const { connections } = (await answer.json()) as Connections;
  const [connection] = connections;
  const calendar = connection?.calendars.find(({ isPrimary }) => isPrimary);
  const slug = uniqueName("demo")
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-");
  const made = await page.request.post("/api/calendars/configurations", {
    headers: { origin: new URL(page.url()).origin },
    data: {
      ...{ slug, title: "Product demo", timezone: "Europe/Berlin", duration_minutes: 30, weekly_hours: weekly },
      description: "Thirty minutes, your questions, no slides.",
      hosts: [{ user_id: connection?.userId, main_calendar_id: calendar?.id }],
      ...more,
    },
  });
  expect(made.status(), await made.text()).toBe(201);
  const { id } = (await made.json()) as { id: string };
  // Read to its end: until then times can only be asked for. BKG-2: with and without the slash it is the same.
  for (const slash of ["/", ""]) {
    const ask = async () => {
      const path = `/api/calendars/configurations/${id}/check-availability${slash}`;
      const slots = await page.request.post(path, { maxRedirects: 0 });
      expect(slots.status()).toBe(200);
      return ((await slots.json()) as { mode: string }).mode;
    };
    await expect.poll(ask, { timeout: 60_000 }).not.toBe("none");
  }
  return slug;
}

async function chooseTime(page: Page, place: "first" | "last"): Promise<void> {
  const times = page.getByRole("region", { name: /^Free times on / }).getByRole("button");
  await times[place]().click();
}

/** The address tells the booking of a story from those of others in the same workspace: managers see them all. */
async function fillIn(page: Page): Promise<string> {
  const email = `${uniqueName("victor")}@northwind.example`;
  await page.getByLabel("Name").fill("Victor Hale");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel(/What is it about/).fill("The pilot");
  return email;
}

const rowOf = (page: Page, email: string) => page.getByRole("row").filter({ hasText: email });

/** What the provider itself still holds of the visitor. */
async function appointmentsAt(account: string): Promise<number> {
  type Theirs = { events: { summary: string; status: string; deleted: boolean }[] };
  const answer = await fetch(`${sandbox}/_control/accounts/${account}/calendars/primary/events`);
  const { events } = (await answer.json()) as Theirs;
  const live = events.filter(({ deleted, status }) => !deleted && status !== "cancelled");
  return live.filter(({ summary }) => summary === "Product demo: Victor Hale").length;
}

/** Nothing runs over the edge; and a picture where somebody asks for it. */
async function look(page: Page, name: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, name).toBe(0);
  const to = process.env.E2E_LOOK;
  if (to !== undefined && to !== "") await page.screenshot({ path: `${to}/${name}.png`, fullPage: true });
}

test("a visitor books, moves and cancels, and the host sees each of it", async ({ newPerson, openPage }) => {
  test.slow();
  const host = await newPerson("Manager");
  const account = await makeAccount("google");
  await connect(host.page, "Google Calendar", account);
  const slug = await openBookingPage(host);

  const visitor = await openPage();
  await visitor.goto(`/book/${slug}`);
  await expect(visitor.getByRole("heading", { level: 1, name: "Product demo" })).toBeVisible();
  await look(visitor, "times-light");
  const axe = async () => expect((await new AxeBuilder({ page: visitor }).analyze()).violations).toEqual([]);
  await axe();
  await visitor.getByLabel("Time zone").selectOption("Asia/Tokyo");
  await chooseTime(visitor, "last");
  const email = await fillIn(visitor);
  await axe();
  await look(visitor, "form-light");
  // Pressed twice: booked once.
  const press = visitor.getByRole("button", { name: /^(Book|Ask for) / });
  await press.dblclick();
  await expect(visitor.getByRole("heading", { name: /You are booked|Your time is held/ })).toBeFocused();
  await look(visitor, "booked-light");
  await axe();

  await visitor.getByRole("link", { name: "Move or cancel" }).click();
  await expect(visitor.getByRole("heading", { level: 1, name: "Product demo" })).toBeVisible();
  await axe();
  await visitor.getByRole("button", { name: "Move" }).click();
  await chooseTime(visitor, "first");
  await look(visitor, "move-light");
  await visitor.getByRole("button", { name: /^Move to / }).click();
  await expect(visitor.getByRole("button", { name: "Move", exact: true })).toBeVisible();

  await host.page.goto("/bookings");
  await expect(rowOf(host.page, email)).toHaveCount(1);
  expect(await appointmentsAt(account)).toBe(1);
  await look(host.page, "bookings-light");
  await visitor.getByRole("button", { name: "Cancel the appointment" }).click();
  await visitor.getByRole("dialog").getByRole("button", { name: "Cancel the appointment" }).click();
  await expect(visitor.getByRole("status").getByText("Cancelled")).toBeVisible();
  await host.page.reload();
  await expect(host.page.getByRole("heading", { level: 1, name: "Bookings" })).toBeVisible();
  await expect(rowOf(host.page, email)).toHaveCount(0);
  await expect.poll(() => appointmentsAt(account)).toBe(0);
});

test("a visitor asks for a time on a phone in the dark, and the host confirms it", async ({ newPerson, openPage }) => {
  test.slow();
  const host = await newPerson("Manager");
  await connect(host.page, "Outlook Calendar", await makeAccount("microsoft"));
  const slug = await openBookingPage(host, { confirmation: "by_host" });
  const visitor = await openPage();
  await visitor.setViewportSize({ width: 390, height: 844 });
  await visitor.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await visitor.goto(`/book/${slug}`);
  await expect(visitor.getByText("Times are asked for here")).toBeVisible();
  await expect(visitor.getByRole("region", { name: /^Free times on / })).toBeVisible();
  await look(visitor, "times-phone-dark");
  await chooseTime(visitor, "first");
  const email = await fillIn(visitor);
  await look(visitor, "form-phone-dark");
  await visitor.getByRole("button", { name: /^Ask for / }).click();
  await expect(visitor.getByRole("heading", { name: "Your time is held" })).toBeFocused();
  await look(visitor, "held-phone-dark");
  expect((await new AxeBuilder({ page: visitor }).analyze()).violations).toEqual([]);

  await host.page.goto("/bookings?view=attention");
  await look(host.page, "attention-light");
  await rowOf(host.page, email).getByRole("button", { name: "Confirm", exact: true }).click();
  // Nothing about it needs the host any more: it is said, and the booking is among those to come.
  const results = host.page.getByRole("region", { name: "Results of what you did" });
  await expect(results.getByText("Booked")).toBeVisible();
  await expect(rowOf(host.page, email)).toHaveCount(0);
  await host.page.goto("/bookings");
  await expect(rowOf(host.page, email)).toContainText("Booked");
});

test("BKG-2 both addresses answer with and without the slash at the end, without a redirect", async ({
  request,
  baseURL,
}) => {
  const answers = { "check-availability": "not_found", "book-appointment": "invalid_request" };
  for (const [action, code] of Object.entries(answers)) {
    for (const slash of ["", "/"]) {
      const path = `/api/calendars/configurations/${randomUUID()}/${action}${slash}`;
      const headers = { origin: new URL(baseURL ?? "").origin };
      const answer = await request.post(path, { data: {}, headers, maxRedirects: 0 });
      expect(((await answer.json()) as { code: string }).code, path).toBe(code);
    }
  }
});
