/**
 * A browser tells where a request comes from in Origin and Sec-Fetch-Site, and a page cannot forge either. What says
 * nothing is refused too: every browser that can run Daykeeper sends at least one of them with a change.
 */
export function comesFromUs(headers: Headers, origins: readonly string[]): boolean {
  const site = headers.get("sec-fetch-site");
  const from = headers.get("origin");
  if (site !== null && site !== "same-origin") return false;
  if (from !== null && !origins.includes(from)) return false;
  return site !== null || from !== null;
}

/** The demo listens on 127.0.0.1; whoever types localhost is at the same place. */
export function ownOrigins({ origin, demo }: { readonly origin: string; readonly demo: boolean }): string[] {
  return demo ? [origin, origin.replace("//127.0.0.1", "//localhost")] : [origin];
}

/**
 * Changes that are answered without the check, each with its reason (S16). The test that sends every change from
 * another site reads this list, so that a new exception shows there.
 */
export const withoutOrigin: Readonly<Record<string, string>> = {
  "POST /api/calendars/configurations/{id}/check-availability":
    "It only looks, and shows no more than the public page does to anybody who is not of the workspace.",
  "POST /api/csp-report":
    "Browsers send reports by themselves, some of them without Origin. A report changes nothing and is only logged.",
  "POST /api/webhooks/{provider}":
    "Providers call it, not browsers, and each notice brings the secret of its channel. It changes nothing but when we read.",
  "POST /api/cron/calendar-sync":
    "A timer calls it, not a browser, and with a secret in a header that no browser sends by itself.",
};

/** An API key is sent on purpose, never by a browser on its own: there is nothing to forge. */
export function carriesKey(headers: Headers): boolean {
  return /^bearer\s+dk_/i.test(headers.get("authorization") ?? "");
}
