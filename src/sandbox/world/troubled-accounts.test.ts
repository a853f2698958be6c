import { OAuth2Client } from "google-auth-library";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Endpoint } from "../microsoft/testing/endpoint";
import { CLIENT, SCOPE } from "../testing/google-person";
import { openSandbox, type TestSandbox } from "../testing/open-sandbox";

let sandbox: TestSandbox;
let google: Readonly<Record<string, string>>;
const scopes = ["calendar.events", "calendar.calendarlist.readonly", "calendar.freebusy"].map((one) => SCOPE + one);

beforeAll(async () => {
  sandbox = await openSandbox({ world: "team", seed: 3 });
  ({ google } = sandbox);
});
afterAll(() => sandbox.stop());

/** Connects somebody of the team by the consent page, with everything ticked. */
async function connect(email: string): Promise<OAuth2Client> {
  const auth = new OAuth2Client({
    ...CLIENT,
    redirectUri: "http://127.0.0.1:8901/callback",
    endpoints: { oauth2AuthBaseUrl: google.authorize, oauth2TokenUrl: google.token } as never,
  });
  const asked = new URL(auth.generateAuthUrl({ access_type: "offline", scope: scopes })).searchParams;
  const form = new URLSearchParams({ request: String(asked), account: email, decision: "allow" });
  for (const scope of scopes) form.append("scope", scope);
  const page = await fetch(`${google.authorize}/decision`, { method: "POST", body: form, redirect: "manual" });
  const code = new URL(page.headers.get("location") ?? "").searchParams.get("code") ?? "";
  auth.setCredentials((await auth.getToken(code)).tokens);
  return auth;
}

const read = async (auth: OAuth2Client, path: string) =>
  fetch(`${google.rootUrl}calendar/v3/${path}`, {
    headers: { authorization: `Bearer ${auth.credentials.access_token}` },
  });

describe("accounts that are born in trouble", () => {
  it("Alice has none: she connects with all scopes, reads and refreshes", async () => {
    const alice = await connect("alice@meridian.example");
    expect(alice.credentials.scope?.split(" ").toSorted()).toEqual(scopes.toSorted());
    expect((await read(alice, "calendars/primary/events")).status).toBe(200);
    expect((await alice.refreshAccessToken()).credentials.access_token).toMatch(/^ya29/);
  });

  it("Tomasz connects and reads, and every refresh is refused: the grant is gone", async () => {
    const tomasz = await connect("t.wrona@meridian.example");
    expect((await read(tomasz, "calendars/primary/events")).status).toBe(200);
    await expect(tomasz.refreshAccessToken()).rejects.toThrow("invalid_grant");
  });

  it("Priya ticks everything and is granted all but free/busy", async () => {
    const priya = await connect("priya.raman@meridian.example");
    expect(priya.credentials.scope).not.toContain("freebusy");
    expect(priya.credentials.scope).toContain("calendar.events");
  });

  it("Lena is refused with 429 and a wait now and then", async () => {
    const lena = await connect("lena.fischer@halden.example");
    const answers = await Promise.all(Array.from({ length: 30 }, () => read(lena, "calendars/primary/events")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    expect(answers.find(({ status }) => status === 429)?.headers.get("retry-after")).toBe("20");
  });

  it("Oskar has a calendar of 20,000 events, read in pages", async () => {
    const oskar = await connect("oskar.nyberg@halden.example");
    const { items } = (await (await read(oskar, "users/me/calendarList")).json()) as {
      items: { id: string; summary: string }[];
    };
    const archive = items.find(({ summary }) => summary === "Archive")?.id ?? "";
    let [events, pageToken] = [0, ""];
    do {
      const path = `calendars/${encodeURIComponent(archive)}/events?maxResults=2500&pageToken=${pageToken}`;
      const page = (await (await read(oskar, path)).json()) as { items: object[]; nextPageToken?: string };
      events += page.items.length;
      pageToken = page.nextPageToken ?? "";
    } while (pageToken !== "");
    expect(events).toBe(20_000);
  });

  it("Jonas subscribes to his mailbox and never hears of a change", async () => {
    const endpoint = await new Endpoint().open();
    const { access_token: token } = await sandbox.control<{ access_token: string }>(
      "POST",
      "accounts/jonas.okafor@meridian.example/tokens",
      {},
    );
    const { now } = await sandbox.control<{ now: number }>("GET", "clock");
    const answer = await fetch(`${sandbox.endpoints["microsoft"]?.["graph"]}subscriptions`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({
        changeType: "created",
        notificationUrl: endpoint.url(),
        resource: "me/events",
        expirationDateTime: new Date(now + 86_400_000).toISOString(),
      }),
    });
    expect(answer.status).toBe(201);
    const event = { summary: "Call", start: "2026-12-10T09:00:00Z" };
    await sandbox.control("POST", "accounts/jonas.okafor@meridian.example/calendars/primary/edits", {
      do: "create",
      event,
    });
    await expect
      .poll(async () => (await sandbox.control<{ entries: object[] }>("GET", "ledger?fault=push-mute")).entries.length)
      .toBe(1);
    expect(endpoint.lines()).toEqual([]);
    endpoint.close();
  });
});
