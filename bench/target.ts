// A whole Daykeeper to measure in a browser: a production build with the demo's people, or what E2E_BASE_URL and
// E2E_SANDBOX_URL name.
import { chromium, type Browser, type Page } from "@playwright/test";

import { buildWeb } from "../scripts/launch/build.ts";
import { startForBrowser } from "../scripts/launch/browser-target.ts";
import { openCluster } from "../scripts/launch/postgres.ts";
import { requireBrowser } from "../scripts/launch/system-packages.ts";

export type Target = { readonly url: string; readonly sandbox: string; readonly stop: () => Promise<void> };

export async function openTarget(): Promise<Target> {
  const { E2E_BASE_URL: url, E2E_SANDBOX_URL: sandbox } = process.env;
  if (url && sandbox) return { url, sandbox, stop: () => Promise.resolve() };
  await buildWeb(".next-test");
  const cluster = await openCluster({ name: "page-postgres", settings: ["fsync=off"] });
  const target = startForBrowser({ cluster });
  const env = await target.start();
  const stop = async () => {
    await target.stop();
    if (cluster.startedHere) cluster.stop();
  };
  return { url: env.E2E_BASE_URL ?? "", sandbox: env.E2E_SANDBOX_URL ?? "", stop };
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: requireBrowser(),
    args: ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"],
  });

export async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}

/** As one of the people of the demo that the page of choices shows after a press. */
export async function signIn(page: Page, { url }: Target, name: string): Promise<void> {
  await page.goto(`${url}/sign-in`);
  await page.getByText(/^\d+ more (person|people)$/).click();
  await page.getByRole("button", { name: name }).click();
  await page.waitForURL(`${url}/`);
}
