// The demo opens on a team at work: whoever looks around finds real states, nothing has to be set up first.
import { expect, signInByName, test } from "./daykeeper";
import { calendarPage, cardOf } from "./provider-accounts";

const soon = { timeout: 90_000 };

test("UI-1 the demo opens on a living team: proven calendars, made-up days marked, an account its person must restart", async ({
  openPage,
}) => {
  test.setTimeout(240_000);
  const aiko = await openPage();
  await signInByName(aiko, "Aiko Brandt");
  await aiko.goto(calendarPage);
  const own = cardOf(aiko, "aiko.brandt@meridian.example");
  await expect(own.getByText("Active", { exact: true })).toBeVisible(soon);
  await expect(own.getByText(/demo data until \d+ \w+ \d{4}/)).toBeVisible();

  const tomasz = await openPage();
  await tomasz.goto("/sign-in");
  await tomasz.getByRole("button", { name: "Tomasz Wrona" }).click();
  await expect(tomasz.getByRole("heading", { level: 1, name: "Today" })).toBeVisible();
  await tomasz.goto(calendarPage);
  const ended = cardOf(tomasz, "t.wrona@meridian.example");
  await expect(ended.getByText("Needs reconnecting", { exact: true }).first()).toBeVisible(soon);
  await expect(ended.getByRole("button", { name: "Reconnect Google Calendar" })).toBeVisible();
});
