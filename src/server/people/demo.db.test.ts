import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { listSignInWays, type DemoPerson } from "@/server/auth/sign-in-ways";
import { startWatchedSandbox } from "@/sandbox/testing/open-sandbox";
import { useApi } from "@/testing/api";
import { openBrowser, type Browser } from "@/testing/browser";
import { demoEnv, testEnv } from "@/testing/env";
import { signInAt } from "@/testing/provider-sign-in";
import { makeInvitation } from "@/testing/requests";

import { seedDemo } from "./seed-demo";

const sandbox = await startWatchedSandbox({ port: 0, seed: "demo" });
const api = useApi((url) => demoEnv(url, { PROVIDER_SANDBOX_URL: sandbox.endpoints.control.replace(/\/$/, "") }));
afterAll(() => sandbox.stop());

let people: readonly DemoPerson[];
beforeAll(async () => {
  await seedDemo();
  people = (await listSignInWays()).demoPeople;
});

const whoIs = async (browser: Browser) =>
  (await browser.call("GET /api/v1/me")).json.user as { id: string; email: string; isDemo: boolean } | undefined;

describe("the demo", () => {
  it("has people of every role in two companies, and is the same after a second seed", async () => {
    expect(new Set(people.map(({ role }) => role))).toEqual(new Set(["member", "manager", "admin", "instance admin"]));
    expect(new Set(people.map(({ workspace }) => workspace))).toEqual(new Set(["Meridian", "Halden Works"]));
    await seedDemo();
    expect((await listSignInWays()).demoPeople).toEqual(people);
  });

  it("signs anybody in as any of them by a click, and as nobody else", async () => {
    for (const { userId } of people) {
      const browser = openBrowser(api);
      expect((await browser.signIn("demo", { userId })).status).toBe(200);
      expect(await whoIs(browser)).toMatchObject({ id: userId, isDemo: true });
    }
    for (const userId of [api.cast.alice, api.cast.ivo, "nobody", ""]) {
      const browser = openBrowser(api);
      expect((await browser.signIn("demo", { userId })).status, userId).toBe(401);
      expect(await whoIs(browser)).toBeUndefined();
    }
  });

  it("also at localhost, which is the same place there", async () => {
    expect(
      (await openBrowser(api).auth("POST", "signout", { body: {}, headers: { origin: "http://localhost:3000" } }))
        .status,
    ).not.toBe(403);
    expect(
      (await openBrowser(api).auth("POST", "signout", { body: {}, headers: { origin: "http://evil.test" } })).status,
    ).toBe(403);
  });

  it.each([
    ["google", "mara.lindqvist@meridian.example"],
    ["microsoft", "aiko.brandt@meridian.example"],
  ])("finds its person behind the account of the same address at the sandbox (%s)", async (provider, email) => {
    const browser = openBrowser(api);
    await signInAt(browser, provider, email);
    expect((await whoIs(browser))?.id).toBe(people.find((person) => person.email === email)?.userId);
  });

  it("makes a new demo person of an invitation, and never becomes one that exists (S31)", async () => {
    const place = { workspaceId: api.cast.home, adminId: api.cast.alice };
    const { token, email } = await makeInvitation(place);
    const browser = openBrowser(api);
    expect((await browser.call("POST /api/v1/invitations/look-up", { body: { token } })).json.mustSignIn).toBe(false);
    const joined = await browser.call("POST /api/v1/invitations/accept", { body: { token } });
    expect(joined.json.workspaceId).toBe(api.cast.home);
    expect(await whoIs(browser)).toBeUndefined(); // The link alone signs nobody in.
    await browser.signIn("demo", { userId: String(joined.json.userId) });
    expect(await whoIs(browser)).toMatchObject({ email, isDemo: true });

    const known = await makeInvitation(place, people[0]?.email ?? "");
    expect(
      (await openBrowser(api).call("POST /api/v1/invitations/look-up", { body: { token: known.token } })).json
        .mustSignIn,
    ).toBe(true);
    expect(
      (await openBrowser(api).call("POST /api/v1/invitations/accept", { body: { token: known.token } })).json.code,
    ).toBe("sign_in_required");
  });

  it("ends with the demo: the same people cannot sign in, and no more are made", async () => {
    const { env } = api.deps;
    api.use({ env: testEnv(api.database.url, { PUBLIC_URL: "http://127.0.0.1:3000" }) });
    expect((await listSignInWays()).demoPeople).toEqual([]);
    const browser = openBrowser(api);
    await browser.signIn("demo", { userId: people[0]?.userId ?? "" });
    expect(await whoIs(browser)).toBeUndefined();
    await expect(seedDemo()).rejects.toThrow("in a demo only");
    api.use({ env });
  });
});
