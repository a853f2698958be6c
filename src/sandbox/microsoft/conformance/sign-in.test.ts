import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { clientId, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";
import { decide, locationOf, signInCalls } from "../testing/sign-in-calls";

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const { at, authorizeUrl, redeem, redirectUri } = signInCalls(() => sandbox);

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "sign-in" });
  alice = await microsoftPerson(sandbox, { email: "alice@contoso.example" });
});
afterAll(() => sandbox.stop());

describe("authorize (3.1)", () => {
  it("3.1 shows a page with accounts and scopes and comes back with a code and the state", async () => {
    const page = await (await fetch(authorizeUrl())).text();
    expect(page).toContain("alice@contoso.example");
    expect(page).toContain("Calendars.ReadWrite");
    const location = locationOf(await decide(authorizeUrl()));
    expect(location.searchParams.get("state")).toBe("s1");
    expect(location.searchParams.get("code")).toMatch(/^1\.A/);
  });

  it("3.3 says AADSTS65004 when the person declines", async () => {
    const location = locationOf(await decide(authorizeUrl(), "deny"));
    expect(location.searchParams.get("error")).toBe("access_denied");
    expect(location.searchParams.get("error_description")).toMatch(/^AADSTS65004: /);
  });

  it("3.1 answers by fragment and by a form that posts itself when asked to", async () => {
    const fragment = locationOf(await decide(authorizeUrl({ response_mode: "fragment" })));
    expect(new URLSearchParams(fragment.hash.slice(1)).get("code")).toMatch(/^1\.A/);
    const form = await decide(authorizeUrl({ response_mode: "form_post" }));
    expect(await form.text()).toMatch(/name="code" value="1\.A/);
  });

  it("3.1 with prompt=none never shows a page", async () => {
    await redeem();
    const known = await fetch(authorizeUrl({ prompt: "none", login_hint: alice.email }), { redirect: "manual" });
    expect(locationOf(known).searchParams.get("code")).toMatch(/^1\.A/);
    const unknown = await fetch(authorizeUrl({ prompt: "none", login_hint: "nobody@contoso.example" }), {
      redirect: "manual",
    });
    expect(locationOf(unknown).searchParams.get("error")).toBe("login_required");
  });

  it("3.3 shows an error instead of redirecting for unknown clients, addresses and tenants", async () => {
    for (const [url, number] of [
      [authorizeUrl({ client_id: "nobody" }), "AADSTS700016"],
      [authorizeUrl({ redirect_uri: "https://evil.example/" }), "AADSTS50011"],
      [authorizeUrl({}, "no-such-tenant"), "AADSTS90002"],
    ] as const) {
      const answer = await fetch(url, { redirect: "manual" });
      expect(answer.status).toBe(400);
      expect(await answer.text()).toContain(number);
    }
  });

  it("3.3 sends unknown scopes back as invalid_scope", async () => {
    const answer = await fetch(authorizeUrl({ scope: "Calendars.Everything" }), { redirect: "manual" });
    expect(locationOf(answer).searchParams.get("error")).toBe("invalid_scope");
  });

  it("3.1 keeps personal accounts out of organizations and work accounts out of consumers", async () => {
    const page = await (await fetch(authorizeUrl({}, "consumers"))).text();
    expect(page).not.toContain(alice.email);
  });
});

describe("admin consent (3.1)", () => {
  let team: TestSandbox;
  beforeAll(async () => {
    team = await openSandbox({ seed: "admin", world: "team" });
    await team.control("POST", "switches", { microsoft: { adminConsentRequired: true } });
  });
  afterAll(() => team.stop());

  const inTeam = (url: string): string => url.replace(at(""), team.endpoints["microsoft"]?.["graphOrigin"] ?? "");
  const adminUrl = (tenant: string): string =>
    inTeam(
      at(
        `/${tenant}/v2.0/adminconsent?${new URLSearchParams({ client_id: clientId, scope: "https://graph.microsoft.com/Calendars.ReadWrite", redirect_uri: redirectUri, state: "a1" })}`,
      ),
    );

  it("3.3 asks for an administrator (AADSTS90094) until one has consented for the tenant", async () => {
    const refused = locationOf(await decide(inTeam(authorizeUrl()), "allow", "bob@meridian.example"));
    expect(refused.searchParams.get("error_description")).toMatch(/^AADSTS90094: /);
    const consented = locationOf(await decide(adminUrl("meridian.example"), "allow", "bob@meridian.example"));
    expect(Object.fromEntries(consented.searchParams)).toMatchObject({
      admin_consent: "True",
      state: "a1",
      tenant: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
    });
    const allowed = locationOf(await decide(inTeam(authorizeUrl()), "allow", "bob@meridian.example"));
    expect(allowed.searchParams.get("code")).toMatch(/^1\.A/);
  });

  it("3.1 does not take common, and says so when the administrator declines", async () => {
    expect((await fetch(adminUrl("common"))).status).toBe(400);
    const declined = locationOf(await decide(adminUrl("halden.example"), "deny", "samuel@halden.example"));
    expect(declined.searchParams.get("error")).toBe("access_denied");
  });

  it("3.1 keeps people of one tenant out of another", async () => {
    const page = await (await fetch(inTeam(authorizeUrl({}, "halden.example")))).text();
    expect([page.includes("samuel@halden.example"), page.includes("bob@meridian.example")]).toEqual([true, false]);
  });
});
