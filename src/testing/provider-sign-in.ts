import { expect } from "vitest";

import type { Answer } from "./api";
import type { Browser } from "./browser";

/** The first step of signing in with a provider: where it sends the browser. */
export async function beginAt(browser: Browser, provider: string, query: Record<string, string> = {}): Promise<URL> {
  const { csrfToken } = (await browser.auth("GET", "csrf")).json;
  const answer = await browser.auth("POST", `signin/${provider}`, {
    query,
    body: { csrfToken, json: "true", callbackUrl: "/invite" },
  });
  return new URL(String(answer.json.url));
}

/** What the consent page of the provider sends when somebody allows everything. */
export async function allow(authorize: URL, email: string): Promise<URL> {
  const form = new URLSearchParams({ request: authorize.searchParams.toString(), account: email, decision: "allow" });
  for (const scope of (authorize.searchParams.get("scope") ?? "").split(" ")) form.append("scope", scope);
  const response = await fetch(`${authorize.origin}${authorize.pathname}/decision`, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  return new URL(response.headers.get("location") ?? "about:blank");
}

/** The provider's answer comes back to us. */
export const finishAt = (browser: Browser, provider: string, callback: URL): Promise<Answer> =>
  browser.auth("GET", `callback/${provider}`, { query: Object.fromEntries(callback.searchParams) });

/** All three steps; answers where the browser ends up. */
export async function signInAt(browser: Browser, provider: string, email: string): Promise<string> {
  const answer = await finishAt(browser, provider, await allow(await beginAt(browser, provider), email));
  expect(answer.status).toBe(302);
  return answer.headers.get("location") ?? "";
}
