// A visitor books a time with somebody who connected a calendar, moves it, and cancels it; the host sees and decides.
import { randomUUID } from "node:crypto";

import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { appointmentsAt, chooseTime, fillIn, invitedAt, look, mailsTo, openBookingPage, rowOf } from "./booking-pages";
import { expect, test, uniqueName } from "./daykeeper";
import { connect, makeAccount } from "./provider-accounts";

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

test("F89 of two who press at the same moment in two browsers one is booked, the other hears why and takes another time", async ({
  newPerson,
  openPage,
  watched,
}) => {
  test.slow();
  watched.expectedRefusals.push(409);
  const host = await newPerson("Manager");
  const account = await makeAccount("google");
  await connect(host.page, "Google Calendar", account);
  const slug = await openBookingPage(host);
  const visitors = [await openPage(), await openPage()];
  for (const visitor of visitors) {
    await visitor.goto(`/book/${slug}`);
    await chooseTime(visitor, "first");
    await fillIn(visitor);
  }
  const press = (visitor: Page) => visitor.getByRole("button", { name: /^Book / }).click();
  const isBooked = (visitor: Page) => visitor.getByRole("heading", { name: "You are booked" });
  const isTaken = (visitor: Page) => visitor.getByRole("alert").getByText("Somebody else has this time now.");
  await Promise.all(visitors.map(press));
  for (const visitor of visitors)
    await expect(isBooked(visitor).or(isTaken(visitor)).first()).toBeVisible({ timeout: 60_000 });
  const booked = await Promise.all(visitors.map((visitor) => isBooked(visitor).isVisible()));
  expect(booked.toSorted()).toEqual([false, true]);
  expect(await appointmentsAt(account)).toBe(1);

  const [late] = visitors.filter((_, index) => booked[index] === false);
  if (late === undefined) throw new Error("Somebody was too late.");
  await late.getByRole("button", { name: "Choose another time" }).click();
  await chooseTime(late, "last");
  await fillIn(late);
  await press(late);
  await expect(isBooked(late)).toBeFocused({ timeout: 60_000 });
  expect(await appointmentsAt(account)).toBe(2);
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

test("S54 whom a visitor brings along hears of it when the visitor has said yes in their own mailbox", async ({
  newPerson,
  openPage,
  watched,
}) => {
  test.slow();
  watched.expectedRefusals.push(400, 422);
  const host = await newPerson("Manager");
  const account = await makeAccount("google");
  await connect(host.page, "Google Calendar", account);
  const slug = await openBookingPage(host);
  const visitor = await openPage();
  await visitor.goto(`/book/${slug}`);
  await chooseTime(visitor, "first");
  const email = await fillIn(visitor);
  const guest = `${uniqueName("mara")}@northwind.example`;
  await visitor.getByText("Bring somebody along").click();
  await visitor.getByLabel("Guests").fill(`${guest}; no address`);
  const press = visitor.getByRole("button", { name: /^(Book|Ask for) / });
  await press.click();
  await expect(visitor.getByLabel("Guests")).toHaveAttribute("aria-invalid", "true");
  await visitor.getByLabel("Guests").fill(guest);
  await look(visitor, "guests-form-light");
  await press.click();
  await expect(visitor.getByText("Your guests are not invited yet", { exact: false })).toBeVisible();
  await look(visitor, "guests-booked-light");

  const link = async () => {
    const found = (await mailsTo(email)).map((raw) => /\/book\/manage\/guests#[\w-]+/.exec(raw)?.[0]);
    return found.find((each) => each !== undefined) ?? "";
  };
  await expect.poll(link, { timeout: 60_000 }).not.toBe("");
  expect(await invitedAt(account)).toEqual([email]);
  expect(await mailsTo(guest)).toEqual([]);
  await visitor.goto(await link());
  await expect(visitor.getByRole("heading", { level: 1, name: "Invite your guest?" })).toBeVisible();
  expect((await new AxeBuilder({ page: visitor }).analyze()).violations).toEqual([]);
  await look(visitor, "guests-ask-light");
  await visitor.setViewportSize({ width: 390, height: 844 });
  await visitor.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await look(visitor, "guests-ask-phone-dark");
  await visitor.getByRole("button", { name: "Invite your guest" }).click();
  await expect(visitor.getByRole("heading", { level: 1, name: "Your guest is invited" })).toBeFocused();
  await look(visitor, "guests-invited-phone-dark");
  await expect.poll(() => invitedAt(account)).toEqual([email, guest].toSorted());
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
