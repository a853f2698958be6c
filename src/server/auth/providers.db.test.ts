import { randomBytes } from "node:crypto";

import { afterAll, describe, expect, it } from "vitest";

import { becomeAuditor } from "@/server/db/audit/all-chains";
import { findIdentity } from "@/server/db/people/identities";
import { makeInstanceAdmin } from "@/server/people/create-instance-admin";
import { startWatchedSandbox } from "@/sandbox/testing/open-sandbox";
import { useApi } from "@/testing/api";
import { openBrowser, type Browser } from "@/testing/browser";
import { withClient } from "@/testing/database";
import { testEnv } from "@/testing/env";
import { allow, beginAt, finishAt, signInAt } from "@/testing/provider-sign-in";
import { makeInvitation, type Place } from "@/testing/requests";

import { resolveIdentity } from "./resolve-identity";
import { listSignInWays } from "./sign-in-ways";

const sandbox = await startWatchedSandbox({ port: 0, seed: "sign-in" });
const here = "http://127.0.0.1:3000";
const api = useApi((url) =>
  testEnv(url, { PUBLIC_URL: here, PROVIDER_SANDBOX_URL: sandbox.endpoints.control.replace(/\/$/, "") }),
);
afterAll(() => sandbox.stop());

const home = (): Place => ({ workspaceId: api.cast.home, adminId: api.cast.alice });

async function invited(browser: Browser, email: string): Promise<string> {
  const { token } = await makeInvitation(home(), email);
  expect((await browser.call("POST /api/v1/invitations/look-up", { body: { token } })).status).toBe(200);
  return token;
}

const whoIs = async (browser: Browser) =>
  (await browser.call("GET /api/v1/me")).json.user as { id: string; email: string; name: string } | undefined;

async function countUsers(): Promise<number> {
  return withClient(api.database.url, async (client) => {
    await client.query("set role daykeeper_system");
    return Number((await client.query<{ n: string }>("select count(*) as n from users")).rows[0]?.n);
  });
}

describe("signing in with a provider", () => {
  it("asks for identity only, with PKCE, state and nonce, at the address PUBLIC_URL gives", async () => {
    const url = await beginAt(openBrowser(api), "google");
    expect(url.origin).toBe(new URL(sandbox.endpoints.providers.google?.issuer ?? "").origin);
    expect(
      Object.fromEntries(
        [...url.searchParams].filter(([name]) => !["state", "nonce", "code_challenge"].includes(name)),
      ),
    ).toEqual({
      client_id: "sandbox-client",
      scope: "openid email profile",
      response_type: "code",
      prompt: "select_account",
      redirect_uri: `${here}/api/auth/callback/google`,
      code_challenge_method: "S256",
    });
    for (const name of ["state", "nonce", "code_challenge"])
      expect(url.searchParams.get(name)?.length, name).toBeGreaterThanOrEqual(43);
  });

  it("asks nothing else however the question is dressed up", async () => {
    const plain = await beginAt(openBrowser(api), "google");
    const dressed = await beginAt(openBrowser(api), "google", {
      scope: "openid https://www.googleapis.com/auth/calendar",
      redirect_uri: "https://evil.test",
      prompt: "none",
      response_type: "token",
      login_hint: "x",
    });
    for (const name of ["scope", "redirect_uri", "prompt", "response_type", "login_hint"])
      expect(dressed.searchParams.get(name), name).toBe(plain.searchParams.get(name));
  });

  it("lets nobody in who was not invited, and makes no account", async () => {
    const before = await countUsers();
    const browser = openBrowser(api);
    expect(await signInAt(browser, "google", "lena.fischer@halden.example")).toBe(`${here}/sign-in?error=not_invited`);
    expect(await whoIs(browser)).toBeUndefined();
    expect(await countUsers()).toBe(before);
    const refused = await api.deps.db.outsideWorkspace(async (tx) => {
      await becomeAuditor(tx);
      return tx.auditEntry.findMany({ where: { action: "sign-in.refused" } });
    });
    expect(refused).toMatchObject([{ actorKind: "visitor", detail: { provider: "google", reason: "not_invited" } }]);
  });

  it("lets in who opened an invitation for that address, and the invitation then joins them to its workspace", async () => {
    const browser = openBrowser(api);
    const token = await invited(browser, "mara.lindqvist@meridian.example");
    expect(await signInAt(browser, "google", "mara.lindqvist@meridian.example")).toBe(`${here}/invite`);
    expect(await whoIs(browser)).toMatchObject({ email: "mara.lindqvist@meridian.example", name: "Mara Lindqvist" });
    expect((await browser.call("GET /api/v1/me")).json.workspace).toBeNull();

    expect((await browser.call("POST /api/v1/invitations/accept", { body: { token } })).json).toMatchObject({
      workspaceId: api.cast.home,
    });
    expect((await browser.call("GET /api/v1/me")).json.workspace).toMatchObject({ id: api.cast.home, role: "member" });
  });

  it("finds the same person again by issuer and subject, whatever the address has become", async () => {
    const browser = openBrowser(api);
    await signInAt(browser, "google", "mara.lindqvist@meridian.example");
    const mara = await whoIs(browser);
    const account = sandbox.ground.world.findAccount("mara.lindqvist@meridian.example");
    const given = {
      iss: sandbox.endpoints.providers.google?.issuer,
      sub: account?.id,
      email: "alice@example.test",
      email_verified: true,
    };
    const resolved = await api.deps.db.outsideWorkspace((tx) =>
      resolveIdentity(tx, { given, trustsTenant: false, browser: { sessionToken: null, inviteToken: null } }, api.deps),
    );
    expect(resolved).toEqual({ userId: mara?.id });
    expect((await whoIs(browser))?.email).toBe("mara.lindqvist@meridian.example");
  });

  it("does not let an invitation to one address be used by another", async () => {
    const browser = openBrowser(api);
    await invited(browser, "somebody.else@meridian.example");
    expect(await signInAt(browser, "google", "priya.raman@meridian.example")).toContain("error=not_invited");
  });

  it("never joins an account that exists, invited or not, whatever the provider says about the address (S4, S31)", async () => {
    const {
      rows: [alice],
    } = await withClient(api.database.url, async (client) => {
      await client.query("set role daykeeper_system");
      return client.query<{ email: string }>(
        "update users set email = 'alice@meridian.example' where id = $1 returning email",
        [api.cast.alice],
      );
    });
    expect(alice?.email).toBe("alice@meridian.example");
    const browser = openBrowser(api);
    const { token } = await makeInvitation(
      { workspaceId: api.cast.elsewhere, adminId: api.cast.mallory },
      "alice@meridian.example",
    );
    const seen = await browser.call("POST /api/v1/invitations/look-up", { body: { token } });
    expect(seen.json.mustSignIn).toBe(true);

    expect(await signInAt(browser, "google", "alice@meridian.example")).toBe(`${here}/sign-in?error=account_exists`);
    expect(await whoIs(browser)).toBeUndefined();
    expect((await browser.call("POST /api/v1/invitations/accept", { body: { token } })).json.code).toBe(
      "sign_in_required",
    );
    const account = sandbox.ground.world.findAccount("alice@meridian.example");
    const identity = { issuer: sandbox.endpoints.providers.google?.issuer ?? "", subject: account?.id ?? "" };
    expect(await api.deps.db.outsideWorkspace((tx) => findIdentity(tx, identity))).toBeNull();
  });

  it("refuses somebody whose account was switched off", async () => {
    const browser = openBrowser(api);
    await invited(browser, "oskar.nyberg@halden.example");
    await signInAt(browser, "google", "oskar.nyberg@halden.example");
    const oskar = await whoIs(browser);
    await withClient(api.database.url, async (client) => {
      await client.query("set role daykeeper_system");
      await client.query("update users set disabled_at = now() where id = $1", [oskar?.id]);
    });
    expect(await whoIs(browser)).toBeUndefined();
    expect(await signInAt(openBrowser(api), "google", "oskar.nyberg@halden.example")).toContain(
      "error=account_disabled",
    );
  });

  it("works with Microsoft, for the tenant that was chosen", async () => {
    const browser = openBrowser(api);
    await invited(browser, "bob@meridian.example");
    expect(await signInAt(browser, "microsoft", "bob@meridian.example")).toBe(`${here}/invite`);
    expect(await whoIs(browser)).toMatchObject({ email: "bob@meridian.example" });
  });

  it("stays with the provider it began with: another one's callback refuses its cookies (S1)", async () => {
    const browser = openBrowser(api);
    await invited(browser, "aiko.brandt@meridian.example");
    const callback = await allow(await beginAt(browser, "google"), "priya.raman@meridian.example");
    expect((await finishAt(browser, "microsoft", callback)).headers.get("location")).toContain("error=");
    expect(await whoIs(browser)).toBeUndefined();
  });

  it("refuses a callback without its cookies, with another state, or a second time (S1)", async () => {
    const browser = openBrowser(api);
    await invited(browser, "samuel@halden.example");
    const authorize = await beginAt(browser, "google");
    const callback = await allow(authorize, "priya.raman@meridian.example");
    expect((await finishAt(openBrowser(api), "google", callback)).headers.get("location")).toContain("error=");
    const forged = new URL(callback);
    forged.searchParams.set("state", randomBytes(32).toString("base64url"));
    expect((await finishAt(browser, "google", forged)).headers.get("location")).toContain("error=");
    await finishAt(browser, "google", callback);
    expect((await finishAt(browser, "google", callback)).headers.get("location")).toContain("error=");
  });

  it("comes back to the sign-in page when somebody declines, or the provider is away", async () => {
    const browser = openBrowser(api);
    await beginAt(browser, "google");
    const declined = await browser.auth("GET", "callback/google", {
      query: { error: "access_denied", error_description: "no" },
    });
    expect(declined.headers.get("location")).toMatch(/\/sign-in\?|\/signin\?|error=/);
    expect(await whoIs(browser)).toBeUndefined();
  });

  it("keeps the provider's tokens nowhere: not in a cookie, an answer, the log or the database (S7, S57)", async () => {
    const browser = openBrowser(api);
    await invited(browser, "ines.duarte@halden.example");
    const callback = await allow(await beginAt(browser, "google"), "mara.lindqvist@meridian.example");
    const answer = await finishAt(browser, "google", callback);
    const tokens = [
      ...sandbox.ground.vault.access.keys(),
      ...sandbox.ground.vault.refresh.keys(),
      callback.searchParams.get("code") ?? "",
    ];
    expect(tokens.length).toBeGreaterThan(1);
    const seen = [
      answer.text,
      ...answer.headers.getSetCookie(),
      answer.headers.get("location"),
      api.logged(),
      [...browser.cookies.values()].join(),
    ].join("\n");
    for (const token of tokens) expect(seen).not.toContain(token);
  });
});

describe("a one-time link and a provider together", () => {
  const linkFor = async (email: string) => (await makeInstanceAdmin({ email, name: "Root" })).link.split("#")[1] ?? "";

  it("make the provider's account theirs, once, for the same address in the same browser", async () => {
    const browser = openBrowser(api);
    await browser.signIn("once", { token: await linkFor("t.wrona@meridian.example") });
    const root = await whoIs(browser);
    expect(await signInAt(browser, "google", "t.wrona@meridian.example")).toBe(`${here}/invite`);
    expect(await whoIs(browser)).toEqual(root);

    const later = openBrowser(api);
    await signInAt(later, "google", "t.wrona@meridian.example");
    expect(await whoIs(later)).toEqual(root);
  });

  it("make nothing of another address", async () => {
    const browser = openBrowser(api);
    await browser.signIn("once", { token: await linkFor("root@meridian.example") });
    expect(await signInAt(browser, "google", "priya.raman@meridian.example")).toContain("error=not_invited");
  });

  it("need the link: an ordinary session links nothing", async () => {
    const browser = openBrowser(api);
    const [name = "", ...value] = (await api.signIn(api.cast.alice, "google")).cookie.split("=");
    browser.cookies.set(name, value.join("="));
    expect(await signInAt(browser, "google", "alice@meridian.example")).toContain("error=not_invited");
  });
});

describe("what the sign-in page offers", () => {
  it("the sandbox where it runs, the real providers where they are configured, otherwise nothing", async () => {
    const { env } = api.deps;
    const offered = async () => (await listSignInWays()).providers.map(({ id }) => id);
    expect(await offered()).toEqual(["google", "microsoft"]);
    api.use({ env: { ...env, sandboxUrl: null } });
    expect(await offered()).toEqual([]);
    api.use({ env: testEnv(api.database.url, { GOOGLE_CLIENT_ID: "id", GOOGLE_CLIENT_SECRET: "secret" }) });
    expect(await offered()).toEqual(["google"]);
    api.use({ env: testEnv(api.database.url, { OUTLOOK_CLIENT_ID: "id", OUTLOOK_CLIENT_SECRET: "secret" }) });
    expect(await offered()).toEqual(["microsoft"]);
    api.use({ env: { ...env, sandboxUrl: "http://127.0.0.1:9" } });
    expect(await offered()).toEqual([]);
    api.use({ env });
  });

  it("an account and a workspace to whoever comes, where the operator wants that", async () => {
    const { env } = api.deps;
    api.use({ env: { ...env, signUp: "anyone" } });
    const browser = openBrowser(api);
    expect(await signInAt(browser, "google", "lena.fischer@halden.example")).toBe(`${here}/invite`);
    expect((await browser.call("GET /api/v1/me")).json).toMatchObject({
      workspace: { role: "admin", name: "Lena Fischer's workspace" },
    });
    api.use({ env });
  });
});
