// Changes that a provider tells of, on the page that is open; and a channel that falls silent, found and repaired there.
import { AxeBuilder } from "@axe-core/playwright";

import { expect, test } from "./daykeeper";
import { addEvent, cardOf, connect, control, makeAccount } from "./provider-accounts";

const soon = { timeout: 60_000 };
/** Less than the half minute after which the page asks by itself. */
const told = { timeout: 15_000 };

test("WHK-2 UI-1 a change at the provider is on the open page before it would ask by itself", async ({ newPerson }) => {
  test.setTimeout(180_000);
  const { page } = await newPerson("Member");
  const email = await makeAccount("google");
  await connect(page, "Google Calendar", email);
  const card = cardOf(page, email);
  await expect(card.getByText("Active", { exact: true })).toBeVisible(soon);
  await expect(card.getByText("Google tells us of changes at once.")).toBeVisible(soon);
  await expect(card.getByText("1 event", { exact: true })).toBeVisible(soon);
  for (const events of [2, 3]) {
    await addEvent(email, `Told ${events}`);
    await expect(card.getByText(`${events} events`, { exact: true })).toBeVisible(told);
  }
});

test("WHK-3 WHK-5 F31 a channel that is silent is found by a test, repaired, and both are said", async ({
  newPerson,
}) => {
  test.setTimeout(240_000);
  const { page } = await newPerson("Member");
  const email = await makeAccount("google");
  await connect(page, "Google Calendar", email);
  const card = cardOf(page, email);
  await expect(card.getByText("Google tells us of changes at once.")).toBeVisible(soon);
  await card.getByRole("button", { name: /^Push of / }).click();
  const panel = page.getByRole("dialog", { name: /^Push of / });
  await expect(panel.getByText("Delivering", { exact: true })).toBeVisible();

  await panel.getByRole("button", { name: "Test", exact: true }).click();
  await expect(panel.getByText(/^It works: word of the change came after/)).toBeVisible(soon);
  await expect(panel.getByText("A change", { exact: true }).first()).toBeVisible(soon);
  expect((await new AxeBuilder({ page }).include("dialog[open]").analyze()).violations).toEqual([]);
  const shots = process.env.PUSH_SHOTS;
  if (shots !== undefined)
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 860 });
        await page.emulateMedia({ colorScheme });
        await page.screenshot({ path: `${shots}/push-${colorScheme}-${width}.png` });
      }

  await control("faults", { fault: "push-mute", account: email });
  await panel.getByRole("button", { name: "Test", exact: true }).click();
  await expect(panel.getByText(/no word of it came within 20 s/)).toBeVisible(soon);
  await expect(panel.getByText("Silent", { exact: true })).toBeVisible(soon);
  await panel.getByRole("button", { name: "Repair" }).click();
  await expect(panel.getByText("A new channel is open.")).toBeVisible(soon);
  await expect(panel.getByText("Delivering", { exact: true })).toBeVisible(soon);
});
