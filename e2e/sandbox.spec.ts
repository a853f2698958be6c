// A person plays a bad day on the sandbox's own page. The sandbox is one of this story alone: what it breaks, no other story needs.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { AxeBuilder } from "@axe-core/playwright";

import { expect, test } from "./daykeeper";

let child: ChildProcess;
let control = "";
let events = "";

test.beforeAll(async () => {
  child = spawn(
    process.execPath,
    ["--import", "tsx", "scripts/sandbox.ts", "--port", "0", "--witness", "src/sandbox/testing/answer-witness.ts"],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  if (!child.stdout) throw new Error("the sandbox has no output");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const started = JSON.parse(line) as { control: string; providers: { google: { rootUrl: string } } };
  control = started.control;
  events = `${started.providers.google.rootUrl}calendar/v3/calendars/primary/events`;
});
test.afterAll(() => {
  child.kill("SIGTERM");
});

/** What an application of hers gets when it reads her calendar. */
async function readAsAlice(): Promise<number> {
  const minted = await fetch(`${control}_control/accounts/alice@meridian.example/tokens`, {
    method: "POST",
    body: "{}",
  });
  const { access_token: token } = (await minted.json()) as { access_token: string };
  return (await fetch(events, { headers: { authorization: `Bearer ${token}` } })).status;
}

test("somebody breaks Alice's Google account, sees the fault in the ledger, and mends it", async ({ page }) => {
  await page.goto(`${control}_control/`);
  const ledger = page.getByRole("region", { name: "Ledger lines" });
  await page.getByRole("radio", { name: /^Alice Moreau/ }).check();
  await page.getByRole("combobox", { name: "Fault", exact: true }).selectOption({ label: "Too many requests (429)" });
  await page.getByRole("combobox", { name: "Where", exact: true }).selectOption("events.list");
  await page.getByRole("button", { name: "Break it" }).click();
  await expect(page.getByText("Broken for Alice Moreau, until you mend it.")).toBeVisible();

  expect(await readAsAlice()).toBe(429);
  const struck = ledger.getByRole("row").filter({ hasText: "429" });
  await expect(struck).toContainText("Alice Moreau");
  await expect(struck).toContainText("rate-limited");
  await page.getByRole("checkbox", { name: "Only what failed" }).check();
  await page.getByRole("checkbox", { name: "Only the chosen account" }).check();
  await expect(struck).toHaveCount(1);

  const mend = page.getByRole("button", { name: "Mend: Too many requests (429), Alice Moreau" });
  await mend.click();
  await expect(mend).toBeHidden();
  expect(await readAsAlice()).toBe(200);
  await page.getByRole("checkbox", { name: "Only what failed" }).uncheck();
  await expect(ledger.getByRole("row").filter({ hasText: "google events.list" }).first()).toContainText("200");
});

test("somebody takes Alice's grant away, moves the clock and edits as she would", async ({ page }) => {
  await page.goto(`${control}_control/`);
  await page.getByRole("radio", { name: /^Alice Moreau/ }).check();
  await page.getByRole("button", { name: "New event in an hour" }).click();
  await expect(page.getByText(/"Made by hand" stands at/)).toBeVisible();
  await page.getByRole("button", { name: "Delete it" }).click();
  await expect(page.getByText("It is deleted.")).toBeVisible();
  await page.getByRole("button", { name: "Freeze" }).click();
  await expect(page.getByText(/UTC, frozen/)).toBeVisible();
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await page
    .getByRole("combobox", { name: "Fault", exact: true })
    .selectOption({ label: "The person takes the grant away" });
  await page.getByRole("button", { name: "Break it" }).click();
  await expect(page.getByText("Done: revoked for 1.")).toBeVisible();
});

for (const look of [
  { name: "in light", colorScheme: "light", width: 1280 },
  { name: "in the dark", colorScheme: "dark", width: 1280 },
  { name: "on a phone", colorScheme: "dark", width: 390 },
] as const) {
  test(`the control page is whole and readable ${look.name}`, async ({ page }) => {
    await page.setViewportSize({ width: look.width, height: 844 });
    await page.emulateMedia({ colorScheme: look.colorScheme });
    await page.goto(`${control}_control/`);
    await expect(page.getByRole("radio", { name: /^Alice Moreau/ })).toBeVisible();
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(look.width);
  });
}
