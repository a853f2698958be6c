// When somebody works, and when they want to hear nothing.
import AxeBuilder from "@axe-core/playwright";

import { expect, test } from "./daykeeper";

const soon = { timeout: 60_000 };
const isKeeping = (url: string, method: string) => url.endsWith("/notifications/settings") && method === "PATCH";

test("MON-4 MON-5 a person says when they work and when they want quiet, and finds it kept", async ({ newPerson }) => {
  const { page } = await newPerson("Member");
  const axe = async () => expect((await new AxeBuilder({ page }).include("main").analyze()).violations).toEqual([]);

  await page.goto("/settings/profile");
  const hours = page.getByRole("region", { name: "Working hours" });
  const saturday = hours.getByRole("switch", { name: /Saturday$/ });
  await expect(saturday).not.toBeChecked();
  await saturday.press("Space");
  await hours.getByLabel("Saturday, from").fill("10:30");
  await hours.getByRole("button", { name: "Save hours" }).click();
  await expect(page.getByText("Your working hours are saved.")).toBeVisible(soon);
  await page.reload();
  await expect(hours.getByLabel("Saturday, from")).toHaveValue("10:30");
  await axe();
  await hours.getByRole("button", { name: "Back to the usual" }).click();
  await expect(saturday).not.toBeChecked(soon);

  await page.goto("/settings/notifications");
  const kept = () => page.waitForResponse((answer) => isKeeping(answer.url(), answer.request().method()), soon);
  await page.getByLabel("Quiet hours: Mail").selectOption("own");
  await page.getByLabel("Quiet from: Mail").fill("21:15");
  const [quiet] = await Promise.all([kept(), page.getByLabel("Quiet until: Mail").focus()]);
  const [digest] = await Promise.all([kept(), page.getByLabel("What can wait: Mail").selectOption("daily")]);
  expect([quiet.status(), digest.status()]).toEqual([200, 200]);
  await page.reload();
  await expect(page.getByLabel("Quiet from: Mail")).toHaveValue("21:15");
  await expect(page.getByLabel("Quiet until: Mail")).toHaveValue("07:00");
  await expect(page.getByLabel("What can wait: Mail")).toHaveValue("daily");
  await axe();
});
