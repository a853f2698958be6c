// A person's meetings: what comes, with whom and the link to join, and what became of what was.
import { AxeBuilder } from "@axe-core/playwright";

import { expect, test } from "./daykeeper";
import { cardOf, connect, control, makeAccount } from "./provider-accounts";

const soon = { timeout: 60_000 };

test("MTG-3 meetings stand by day, can be joined, and what became of one is noted and stays", async ({ newPerson }) => {
  test.setTimeout(180_000);
  const { page } = await newPerson("Member");
  const account = await makeAccount("google", 0);
  const at = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();
  const add = (summary: string, hours: number) =>
    control(`accounts/${account}/calendars/primary/edits`, {
      do: "create",
      event: {
        ...{ summary, start: at(hours), end: at(hours + 1), location: "https://meet.google.com/abc-defg-hij" },
        attendees: ["carol@meridian.example", "victor@northwind.example"],
      },
    });
  await add("Kick-off with Northwind", 24);
  await add("Demo for Northwind", -24);
  await connect(page, "Google Calendar", account);
  await expect(cardOf(page, account).getByText("2 events", { exact: true })).toBeVisible(soon);

  await page.getByRole("link", { name: "Meetings", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Meetings" })).toBeVisible(soon);
  await expect(page.getByText("Kick-off with Northwind")).toBeVisible(soon);
  await expect(page.getByText("victor@northwind.example (from outside), carol@meridian.example")).toBeVisible();
  const join = page.getByRole("link", { name: /^Join Kick-off with Northwind/ });
  await expect(join).toHaveAttribute("href", "https://meet.google.com/abc-defg-hij");

  await page.getByRole("link", { name: "Past" }).click();
  const outcome = page.getByRole("combobox", { name: "Outcome of Demo for Northwind" });
  await outcome.selectOption("Nobody came");
  await expect(page.getByText("Demo for Northwind: Nobody came")).toBeVisible(soon);
  await page.getByRole("button", { name: "Add a note: Demo for Northwind" }).click();
  await page.getByLabel("What to remember").fill("Try again in May");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Try again in May")).toBeVisible(soon);
  await page.reload();
  await expect(outcome).toHaveValue("no_show");
  await expect(page.getByText("Try again in May")).toBeVisible();
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  const shots = process.env.MEETING_SHOTS;
  if (shots !== undefined)
    for (const view of ["upcoming", "past"])
      for (const colorScheme of ["light", "dark"] as const)
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 860 });
          await page.emulateMedia({ colorScheme });
          await page.goto(`/meetings?view=${view}`);
          await page.screenshot({ path: `${shots}/meetings-${view}-${colorScheme}-${width}.png` });
        }
});
