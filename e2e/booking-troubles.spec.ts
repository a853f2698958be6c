// What a visitor is told when a calendar behind the page is in trouble, when clocks change, and on other people's pages.
import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import AxeBuilder from "@axe-core/playwright";

import { appointmentsAt, calendarOf, chooseTime, fillIn, look, openBookingPage, pageIdOf } from "./booking-pages";
import { expect, test, type Joined } from "./daykeeper";
import { control, connect, makeAccount, strike } from "./provider-accounts";

type Noticing = { readonly slug: string; readonly soundness: "partial" | "request_only" };

/** The calendars are read once more, which is how a lost access is found, until the page's times say so. */
async function noticeTrouble({ page }: Joined, { slug, soundness }: Noticing): Promise<void> {
  const id = await pageIdOf(page, slug);
  await page.request.post("/api/v1/calendar/sync", { headers: { origin: new URL(page.url()).origin }, data: {} });
  const ask = async () => {
    const times = await page.request.post(`/api/calendars/configurations/${id}/check-availability/`);
    return ((await times.json()) as { soundness: string }).soundness;
  };
  await expect.poll(ask, soon).toBe(soundness);
}

const soon = { timeout: 60_000 };
const press = /^(Book|Ask for) /;

test("BKG-3 a visitor waits for a slow provider, and is told when the main calendar is not connected any more", async ({
  newPerson,
  openPage,
  watched,
}) => {
  test.slow();
  watched.expectedRefusals.push(401);
  const host = await newPerson("Manager");
  const account = await makeAccount("google");
  await connect(host.page, "Google Calendar", account);
  const slug = await openBookingPage(host);
  const visitor = await openPage();
  await visitor.goto(`/book/${slug}`);

  const slow = await strike({ fault: "slow-answer", account, params: { ms: 2_500 } });
  await chooseTime(visitor, "first");
  await fillIn(visitor);
  await visitor.getByRole("button", { name: press }).click();
  await expect(visitor.getByRole("heading", { name: /You are booked|Your time is held|Almost there/ })).toBeVisible(
    soon,
  );
  await slow();
  await expect.poll(() => appointmentsAt(account), soon).toBe(1);

  // The page was drawn while all was well.
  await visitor.getByRole("button", { name: "Book another time" }).click();
  await chooseTime(visitor, "last");
  const email = await fillIn(visitor);
  await control("faults", { fault: "revoke-grants", account });
  await noticeTrouble(host, { slug, soundness: "request_only" });
  const refused = visitor.waitForResponse(
    (answer) => answer.url().includes("/book-appointment") && answer.status() === 401,
  );
  await visitor.getByRole("button", { name: press }).click();
  expect(await (await refused).json()).toMatchObject({ error_category: "token_issues", requires_reauth: true });
  await expect(visitor.getByText("has to be connected again by its owner", { exact: false })).toBeVisible();
  await look(visitor, "revoked-light");
  await visitor.getByRole("button", { name: "Ask for this time instead" }).click();
  await expect(visitor.getByRole("heading", { name: "Your time is held" })).toBeFocused(soon);
  await host.page.goto("/bookings?view=attention");
  await expect(host.page.getByRole("row").filter({ hasText: email })).toContainText("has to be reconnected", soon);
});

test("BKG-2 F94 with a side calendar down an optional one is left out and said, a required one makes times asked for", async ({
  newPerson,
  openPage,
}) => {
  test.slow();
  const host = await newPerson("Manager");
  const [main, side] = [await makeAccount("google"), await makeAccount("microsoft")];
  await connect(host.page, "Google Calendar", main);
  await connect(host.page, "Outlook Calendar", side);
  const calendar = await calendarOf(host.page, side);
  const optional = await openBookingPage(host, { calendars: [{ calendar_id: calendar, is_optional: true }] });
  const required = await openBookingPage(host, { calendars: [{ calendar_id: calendar, is_optional: false }] });
  await control("faults", { fault: "revoke-grants", account: side });
  await noticeTrouble(host, { slug: required, soundness: "request_only" });
  await noticeTrouble(host, { slug: optional, soundness: "partial" });
  await host.page.goto("/sales/settings/calendar");
  const card = host.page.getByRole("region", { name: side });
  const suffering = card.getByRole("list", { name: "Booking pages" }).getByRole("listitem");
  await expect(suffering.filter({ hasText: "visitors can only ask; you confirm by hand" })).toHaveCount(1, soon);
  await expect(suffering.filter({ hasText: "goes on without it" })).toHaveCount(1);
  await expect(card.getByRole("button", { name: "Reconnect Outlook Calendar" })).toBeVisible();
  expect((await new AxeBuilder({ page: host.page }).analyze()).violations).toEqual([]);
  await look(host.page, "pages-suffer-light");
  const visitor = await openPage();
  await visitor.goto(`/book/${required}`);
  await expect(visitor.getByText("Times are asked for here", { exact: false })).toBeVisible();
  await expect(visitor.getByRole("region", { name: /^Free times on / })).toBeVisible();
  await look(visitor, "side-required-light");
  await visitor.goto(`/book/${optional}`);
  await expect(visitor.getByText("1 of 2 calendars could be looked at", { exact: false })).toBeVisible();
  await expect(visitor.getByText(side)).toHaveCount(0);
  await look(visitor, "side-optional-light");
  await chooseTime(visitor, "last");
  await fillIn(visitor);
  await visitor.getByRole("button", { name: press }).click();
  await expect(visitor.getByRole("heading", { name: "You are booked" })).toBeFocused(soon);
  expect(await appointmentsAt(main)).toBe(1);
});

/** The next night in which clocks change somewhere, in the small hours: soon enough to be in what is read ahead. */
function nextChange(): { readonly zone: string; readonly at: Temporal.ZonedDateTime } {
  const found = ["Europe/Berlin", "Australia/Sydney", "Pacific/Auckland", "Africa/Cairo"].flatMap((zone) => {
    // Not within a day, which a story that is told over midnight would miss.
    const from = Temporal.Now.zonedDateTimeISO(zone).add({ days: 2 });
    const changes = [from.getTimeZoneTransition("next")];
    return changes.flatMap((at) => (at !== null && at.hour >= 1 && at.hour <= 4 ? [{ zone, at }] : []));
  });
  const [first] = found.toSorted((a, b) => a.at.epochMilliseconds - b.at.epochMilliseconds);
  if (first === undefined) throw new Error("Nowhere do clocks change.");
  return first;
}

test("F84 in the night in which clocks change a visitor sees the hours there are, and books the one they chose", async ({
  newPerson,
  openPage,
}) => {
  test.slow();
  const { zone, at } = nextChange();
  const host = await newPerson("Manager");
  await connect(host.page, "Google Calendar", await makeAccount("google", 0));
  const night = [{ from: "00:00", until: "06:00" }];
  const weekly = Object.fromEntries(["1", "2", "3", "4", "5", "6", "7"].map((day) => [day, night]));
  const slug = await openBookingPage(host, { timezone: zone, weekly_hours: weekly, horizon_days: 365 });
  const visitor = await openPage();
  await visitor.goto(`/book/${slug}`);
  await visitor.getByLabel("Time zone").selectOption(zone);
  const shown = visitor.getByRole("list", { name: "Days with free times" }).getByRole("button");
  const label = at.toLocaleString("en-US", { month: "short" });
  const day = shown.filter({ hasText: new RegExp(`^\\w{3}${at.day}${label}`) });
  const later = visitor.getByRole("button", { name: "Later days" });
  // Two weeks at a time: never more than half a year ahead.
  for (let pages = 0; pages < 14 && (await day.count()) === 0; pages += 1) {
    await later.click();
    await expect(visitor.locator("[aria-busy=true]")).toHaveCount(0, soon);
  }
  await day.click();
  const times = visitor.getByRole("region", { name: /^Free times on / }).getByRole("button");
  const [morning, evening] = [at.startOfDay(), at.startOfDay().with({ hour: 6 })];
  const halves = (until: Temporal.ZonedDateTime) => (until.epochMilliseconds - morning.epochMilliseconds) / 1_800_000;
  await expect(times).toHaveCount(halves(evening));
  const labels = await times.allTextContents();
  expect(new Set(labels).size).toBe(labels.length);
  await look(visitor, "clocks-light");
  await times.nth(halves(at)).click();
  await fillIn(visitor);
  const booked = visitor.waitForResponse((answer) => answer.url().includes("/book-appointment"));
  await visitor.getByRole("button", { name: press }).click();
  const { booking } = (await (await booked).json()) as { booking: { start: string; end: string } };
  const instants = [booking.start, booking.end].map((each) => Temporal.Instant.from(each).epochMilliseconds);
  expect(instants).toEqual([at.epochMilliseconds, at.epochMilliseconds + 1_800_000]);
});

/** Somebody's web site that shows a page of ours. */
async function openSite(framed: () => string): Promise<{ readonly origin: string; readonly close: () => void }> {
  const site = http.createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" });
    response.end(
      `<title>A site</title><link rel="icon" href="data:,"><iframe title="Booking" src="${framed()}" width="800" height="800"></iframe>`,
    );
  });
  site.listen(0, "127.0.0.1");
  await once(site, "listening");
  const origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  return {
    origin,
    close: () => {
      site.close();
      site.closeAllConnections();
    },
  };
}

test("S19 a booking page is shown inside the site it is allowed on, and inside no other", async ({
  newPerson,
  openPage,
  watched,
  baseURL,
}) => {
  test.slow();
  const host = await newPerson("Manager");
  await connect(host.page, "Google Calendar", await makeAccount("google"));
  let slug = "";
  const framed = () => `${baseURL ?? ""}/book/${slug}`;
  const [known, unknown] = [await openSite(framed), await openSite(framed)];
  slug = await openBookingPage(host, { allowed_origins: [known.origin] });
  const visitor = await openPage();
  await visitor.goto(known.origin);
  const frame = visitor.frameLocator("iframe");
  await expect(frame.getByRole("heading", { level: 1, name: "Product demo" })).toBeVisible(soon);
  await expect(frame.getByRole("region", { name: /^Free times on / })).toBeVisible(soon);
  expect(watched.complaints).toEqual([]);
  await visitor.goto(unknown.origin);
  await expect.poll(() => watched.complaints.some((each) => each.includes("frame-ancestors")), soon).toBe(true);
  await expect(frame.getByRole("heading", { level: 1, name: "Product demo" })).toHaveCount(0);
  // What the browser says about a frame it refuses is what this story is about.
  watched.complaints.length = 0;
  known.close();
  unknown.close();
});
