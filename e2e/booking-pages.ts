// What the stories about booking share: a page to book on, a visitor who fills it in, what the provider holds then.
import type { Page } from "@playwright/test";

import { expect, uniqueName, type Joined } from "./daykeeper";

type Connections = {
  connections: {
    id: string;
    userId: string;
    accountEmail: string | null;
    calendars: { id: string; isPrimary: boolean }[];
  }[];
};
const sandbox = process.env.E2E_SANDBOX_URL ?? "";

/** Every day of the week, so that the story is the same whenever it is told. */
const weekly = Object.fromEntries(
  ["1", "2", "3", "4", "5", "6", "7"].map((day) => [day, [{ from: "08:00", until: "20:00" }]]),
);

async function connectionsOf(page: Page): Promise<Connections["connections"]> {
  const answer = await page.request.get("/api/v1/calendar/connections");
  return ((await answer.json()) as Connections).connections;
}

/** The main calendar of one of somebody's accounts. */
export async function calendarOf(page: Page, account: string): Promise<string> {
  const found = (await connectionsOf(page)).find(({ accountEmail }) => accountEmail === account);
  return found?.calendars.find(({ isPrimary }) => isPrimary)?.id ?? "";
}

export async function pageIdOf(page: Page, slug: string): Promise<string> {
  const answer = await page.request.get("/api/calendars/configurations");
  const { configurations } = (await answer.json()) as { configurations: { id: string; slug: string }[] };
  return configurations.find((each) => each.slug === slug)?.id ?? "";
}

export async function openBookingPage({ page }: Joined, more: Record<string, unknown> = {}): Promise<string> {
  const [connection] = await connectionsOf(page);
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
      return ((await slots.json()) as { soundness: string }).soundness;
    };
    await expect.poll(ask, { timeout: 60_000 }).toMatch(/^(fresh|older)$/);
  }
  return slug;
}

export async function chooseTime(page: Page, place: "first" | "last"): Promise<void> {
  const times = page.getByRole("region", { name: /^Free times on / }).getByRole("button");
  await times[place]().click();
}

/** The address tells the booking of a story from those of others in the same workspace: managers see them all. */
export async function fillIn(page: Page): Promise<string> {
  const email = `${uniqueName("victor")}@northwind.example`;
  await page.getByLabel("Name").fill("Victor Hale");
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel(/What is it about/).fill("The pilot");
  return email;
}

export const rowOf = (page: Page, email: string) => page.getByRole("row").filter({ hasText: email });

type Theirs = { events: { summary: string; status: string; deleted: boolean; attendees: { email: string }[] }[] };

/** What the provider itself holds of the visitor. */
async function theirs(account: string): Promise<Theirs["events"]> {
  const answer = await fetch(`${sandbox}/_control/accounts/${account}/calendars/primary/events`);
  const { events } = (await answer.json()) as Theirs;
  const live = events.filter(({ deleted, status }) => !deleted && status !== "cancelled");
  return live.filter(({ summary }) => summary === "Product demo: Victor Hale");
}

export const appointmentsAt = async (account: string): Promise<number> => (await theirs(account)).length;

/** Whom the provider invites to it. */
export const invitedAt = async (account: string): Promise<string[]> =>
  (await theirs(account)).flatMap(({ attendees }) => attendees.map(({ email }) => email)).toSorted();

/** What arrived for somebody, with the soft line breaks of mail taken out. */
export async function mailsTo(to: string): Promise<string[]> {
  const mailbox = process.env.E2E_MAIL_URL ?? "";
  const mails = (await (await fetch(`${mailbox}/?to=${encodeURIComponent(to)}`)).json()) as string[];
  return mails.map((raw) => raw.replaceAll("=\r\n", "").replaceAll("=3D", "="));
}

/** Nothing runs over the edge; and a picture where somebody asks for it. */
export async function look(page: Page, name: string): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(over, name).toBeLessThanOrEqual(0);
  const to = process.env.E2E_LOOK;
  if (to !== undefined && to !== "") await page.screenshot({ path: `${to}/${name}.png`, fullPage: true });
}
