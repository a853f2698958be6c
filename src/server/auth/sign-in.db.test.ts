import { beforeAll, describe, expect, it } from "vitest";

import { makeInstanceAdmin } from "@/server/people/create-instance-admin";
import { useApi } from "@/testing/api";
import { openBrowser, type Browser } from "@/testing/browser";

const api = useApi();

async function linkFor(name: string): Promise<string> {
  const { link } = await makeInstanceAdmin({ email: `${name}@example.test`, name });
  return link.slice(link.indexOf("#") + 1);
}

async function signedIn(name: string): Promise<Browser> {
  const browser = openBrowser(api);
  const answer = await browser.signIn("once", { token: await linkFor(name) });
  expect(answer).toMatchObject({ status: 200, json: { url: "https://calendar.test" } });
  return browser;
}

const whoIs = async (browser: Browser) =>
  ((await browser.call("GET /api/v1/me")).json.user as { email: string } | undefined)?.email ?? null;

async function auditOf(action: string): Promise<{ actorId: string | null; detail: unknown }[]> {
  const workspaces = ["00000000-0000-0000-0000-000000000000", api.cast.home];
  const rows = await Promise.all(
    workspaces.map((workspaceId) =>
      api.deps.db.inWorkspace({ workspaceId }, (tx) =>
        tx.auditEntry.findMany({ where: { action }, orderBy: { seq: "asc" } }),
      ),
    ),
  );
  return rows.flat();
}

describe("signing in", () => {
  it("by a one-time link works once, and a used, wrong or expired link signs nobody in", async () => {
    const token = await linkFor("root");
    expect((await openBrowser(api).signIn("once", { token })).status).toBe(200);

    for (const bad of [token, "x".repeat(43), "", "' or true --"]) {
      const browser = openBrowser(api);
      const answer = await browser.signIn("once", { token: bad });
      expect(answer.status).toBe(401);
      expect(answer.json.url).toContain("error=CredentialsSignin");
      expect(await whoIs(browser)).toBeNull();
    }

    const late = await linkFor("late");
    api.pass(61);
    expect((await openBrowser(api).signIn("once", { token: late })).status).toBe(401);
  });

  it("sets __Host- cookies that scripts and other sites cannot reach, well below 4 kB (S14)", async () => {
    const lines: string[] = [];
    const browser = openBrowser(api);
    const csrf = await browser.auth("GET", "csrf");
    const answer = await browser.auth("POST", "callback/once", {
      body: { token: await linkFor("cookies"), csrfToken: csrf.json.csrfToken, json: "true" },
    });
    lines.push(...csrf.headers.getSetCookie(), ...answer.headers.getSetCookie());

    expect(new Set(lines.map((line) => line.split("=")[0]))).toEqual(
      new Set(["__Host-daykeeper.callback-url", "__Host-daykeeper.csrf-token", "__Host-daykeeper.session"]),
    );
    for (const line of lines) {
      expect(line).toMatch(/; Path=\//);
      expect(line).toContain("; HttpOnly");
      expect(line).toContain("; Secure");
      expect(line).toContain("; SameSite=Lax");
      expect(line).not.toContain("Domain");
      expect(line.length).toBeLessThan(1_024);
    }
  });

  it("puts nothing into the cookie but a word that means nothing elsewhere", async () => {
    const browser = await signedIn("opaque");
    const value = browser.cookies.get("__Host-daykeeper.session") ?? "";
    expect(value.split(".")).toHaveLength(5); // encrypted, not only signed
    expect(JSON.parse(Buffer.from(value.split(".")[0] ?? "", "base64url").toString())).toEqual({
      alg: "dir",
      enc: "A256GCM",
    });
    const { decode } = await import("next-auth/jwt");
    const content = await decode({ token: value, secret: api.deps.env.sessions.secret.reveal() });
    expect(Object.keys(content ?? {}).toSorted()).toEqual(["exp", "iat", "jti", "sid"]);
  });

  it("needs the CSRF token of this browser", async () => {
    const token = await linkFor("csrf");
    const browser = openBrowser(api);
    await browser.auth("GET", "csrf");
    for (const csrfToken of ["", "0".repeat(64), (await openBrowser(api).auth("GET", "csrf")).json.csrfToken]) {
      await browser.auth("POST", "callback/once", { body: { token, csrfToken, json: "true" } });
      expect(await whoIs(browser)).toBeNull();
    }
    expect((await browser.signIn("once", { token })).status).toBe(200);
  });

  it("is refused from another site, from a sandboxed frame and from nowhere (S16)", async () => {
    const headers = [
      { origin: "https://evil.test", "sec-fetch-site": "cross-site" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { origin: undefined, "sec-fetch-site": undefined },
    ];
    for (const path of ["callback/once", "signin/google", "signout", "session"]) {
      for (const from of headers)
        expect(await openBrowser(api).auth("POST", path, { body: {}, headers: from })).toMatchObject({
          status: 403,
          json: { code: "origin_refused" },
        });
    }
  });

  it("offers no demo people outside the demo, whoever asks", async () => {
    const browser = openBrowser(api);
    const { json } = await browser.auth("GET", "providers");
    expect(Object.keys(json)).toEqual(["once"]);
    expect(
      (
        await browser.auth("POST", "callback/demo", {
          body: { userId: api.cast.alice, csrfToken: (await browser.auth("GET", "csrf")).json.csrfToken },
        })
      ).status,
    ).not.toBe(200);
    expect(await whoIs(browser)).toBeNull();
  });

  it("goes to no page of others afterwards", async () => {
    for (const callbackUrl of [
      "https://evil.test/",
      "//evil.test",
      "/\\evil.test",
      "javascript:alert(1)",
      "https://calendar.test.evil.test",
      "data:text/html,x",
    ]) {
      const browser = openBrowser(api);
      const answer = await browser.signIn("once", { token: await linkFor("elsewhere"), callbackUrl });
      expect(answer.status, callbackUrl).toBe(200);
      expect(new URL(String(answer.json.url)).origin, callbackUrl).toBe("https://calendar.test");
    }
  });

  it("takes no page of others from the address either, and does not stumble over it", async () => {
    for (const callbackUrl of [
      "https://evil.test/",
      "javascript:alert(1)",
      "//evil.test",
      "no address",
      "x".repeat(3_000),
    ]) {
      for (const path of ["signin", "csrf", "providers", "session"]) {
        const answer = await openBrowser(api).auth("GET", path, { query: { callbackUrl } });
        expect(answer.status, `${path} ${callbackUrl}`).toBeLessThan(400);
        expect(`${answer.text}${JSON.stringify([...answer.headers])}`).not.toMatch(/evil\.test|javascript:/);
      }
    }
  });

  it("makes its addresses from PUBLIC_URL, whatever host a request claims (S3)", async () => {
    for (const headers of [
      { host: "evil.test" },
      { "x-forwarded-host": "evil.test", "x-forwarded-proto": "http" },
      { forwarded: "host=evil.test" },
    ]) {
      const { json } = await openBrowser(api).auth("GET", "providers", { headers });
      expect(JSON.stringify(json)).not.toContain("evil.test");
      expect((json.once as { callbackUrl: string }).callbackUrl).toBe("https://calendar.test/api/auth/callback/once");
    }
  });

  it("answers what it does not have as a problem", async () => {
    for (const [method, path] of [
      ["POST", "_log"],
      ["GET", "verify-request"],
      ["POST", "callback/google"],
      ["GET", "nothing"],
      ["POST", "csrf"],
    ] as const) {
      expect(await openBrowser(api).auth(method, path, method === "POST" ? { body: {} } : {}), path).toMatchObject({
        status: 404,
        json: { code: "no_such_address" },
      });
    }
    expect(await openBrowser(api).auth("POST", "signout", { body: "{" })).toMatchObject({
      status: 400,
      json: { code: "malformed_body" },
    });
  });
});

describe("a session", () => {
  it("is a new one at every sign-in, and the one before it ends (S15)", async () => {
    const browser = await signedIn("rotation");
    const before = browser.cookies.get("__Host-daykeeper.session") ?? "";
    await browser.signIn("once", { token: await linkFor("rotation") });
    expect(browser.cookies.get("__Host-daykeeper.session")).not.toBe(before);
    expect(await whoIs(browser)).toBe("rotation@example.test");
    expect((await api.call("GET /api/v1/me", { as: { cookie: `__Host-daykeeper.session=${before}` } })).status).toBe(
      401,
    );
  });

  it("cannot be planted: a session somebody brought along is not the one they are signed in with", async () => {
    const mallory = await signedIn("planter");
    const victim = openBrowser(api);
    victim.cookies.set("__Host-daykeeper.session", mallory.cookies.get("__Host-daykeeper.session") ?? "");
    await victim.signIn("once", { token: await linkFor("victim") });
    expect(await whoIs(victim)).toBe("victim@example.test");
    expect(await whoIs(mallory)).toBeNull();
  });

  it("is over after signing out, also for a copy of its cookie (S15)", async () => {
    const browser = await signedIn("leaver");
    const copy = `__Host-daykeeper.session=${browser.cookies.get("__Host-daykeeper.session")}`;
    expect((await browser.signOut()).status).toBe(200);
    expect(browser.cookies.has("__Host-daykeeper.session")).toBe(false);
    expect(await api.call("GET /api/v1/me", { as: { cookie: copy } })).toMatchObject({
      status: 401,
      json: { code: "sign_in_required" },
    });
  });

  it("is over at once when it is ended from another browser (S15)", async () => {
    const [here, there] = [await signedIn("both"), await signedIn("both")];
    const list = (await here.call("GET /api/v1/me/sessions")).json.sessions as { id: string; current: boolean }[];
    expect(list.filter(({ current }) => current)).toHaveLength(1);
    for (const { id } of list.filter(({ current }) => !current))
      expect((await here.call("DELETE /api/v1/me/sessions/{id}", { params: { id } })).status).toBe(204);
    expect(await whoIs(there)).toBeNull();
    expect(await whoIs(here)).toBe("both@example.test");
  });

  it("ends when it was not used for the idle time, and at the absolute limit however busy it is (S15)", async () => {
    const { idleMinutes, absoluteHours } = api.deps.env.sessions;
    const unused = await signedIn("unused");
    api.pass(idleMinutes + 1);
    expect(await whoIs(unused)).toBeNull();

    const idle = await signedIn("idle");
    api.pass(idleMinutes - 2);
    expect(await whoIs(idle)).toBe("idle@example.test");
    api.pass(idleMinutes - 2);
    expect(await whoIs(idle)).toBe("idle@example.test");
    api.pass(idleMinutes + 1);
    expect(await whoIs(idle)).toBeNull();

    const busy = await signedIn("busy");
    for (let minutes = 0; minutes < absoluteHours * 60 - idleMinutes; minutes += idleMinutes - 10) {
      expect(await whoIs(busy)).toBe("busy@example.test");
      api.pass(idleMinutes - 10);
    }
    api.pass(idleMinutes - 10);
    api.pass(30);
    expect(await whoIs(busy)).toBeNull();
  });

  it("cannot be changed by its holder: an update leaves everything as it is and is recorded (S5)", async () => {
    const browser = openBrowser(api);
    const as = await api.signIn(api.cast.bob);
    const [name = "", ...value] = as.cookie.split("=");
    browser.cookies.set(name, value.join("="));
    const before = (await browser.call("GET /api/v1/me")).json;

    const { csrfToken } = (await browser.auth("GET", "csrf")).json;
    const forged = {
      user: { id: api.cast.alice, email: "alice@example.test", role: "admin" },
      sub: api.cast.alice,
      sid: "x".repeat(43),
      email: "alice@example.test",
      workspace: { id: api.cast.elsewhere },
      role: "admin",
      isInstanceAdmin: true,
    };
    expect((await browser.auth("POST", "session", { body: { csrfToken, data: forged } })).status).toBe(200);

    expect((await browser.call("GET /api/v1/me")).json).toEqual(before);
    expect((await browser.call("GET /api/v1/keys")).json.code).toBe("not_allowed");
    expect((await auditOf("session.tampering")).map(({ actorId }) => actorId)).toEqual([api.cast.bob]);
  });

  it("means nothing when the cookie is forged, cut, of another secret, or names a session that never was", async () => {
    const { encode } = await import("next-auth/jwt");
    const secret = api.deps.env.sessions.secret.reveal();
    const good = (await api.signIn(api.cast.bob)).cookie;
    const wrong = [
      good.slice(0, -4),
      `${good}x`,
      `__Host-daykeeper.session=${await encode({ token: { sid: "x".repeat(43) }, secret })}`,
      `__Host-daykeeper.session=${await encode({ token: { sub: api.cast.alice, email: "alice@example.test", role: "admin" }, secret })}`,
      `__Host-daykeeper.session=${await encode({ token: { sid: "x".repeat(43) }, secret: `${secret}x` })}`,
      "__Host-daykeeper.session=eyJhbGciOiJub25lIn0..",
      "__Host-daykeeper.session=",
      good.replace("__Host-daykeeper.session", "daykeeper.session"),
      good.replace("__Host-daykeeper.session", "next-auth.session-token"),
    ];
    for (const cookie of wrong)
      expect((await api.call("GET /api/v1/me", { as: { cookie } })).status, cookie.slice(0, 60)).toBe(401);
  });

  it("shows next-auth's own session address nothing but name and address, and nobody after the end", async () => {
    const browser = await signedIn("shown");
    expect(Object.keys((await browser.auth("GET", "session")).json).toSorted()).toEqual(["expires", "user"]);
    const copy = new Map(browser.cookies);
    await browser.signOut();
    for (const [name, value] of copy) browser.cookies.set(name, value);
    expect((await browser.auth("GET", "session")).json).toEqual({});
  });

  it("begins and ends in the audit log (S60)", async () => {
    const started = (await auditOf("session.started")).length;
    const ended = (await auditOf("session.ended")).length;
    const browser = await signedIn("audited");
    await browser.signOut();
    expect(await auditOf("session.started")).toHaveLength(started + 1);
    expect(await auditOf("session.ended")).toHaveLength(ended + 1);
  });
});

describe("what signing in writes down", () => {
  let text = "";
  let secrets: string[] = [];

  beforeAll(async () => {
    const token = await linkFor("quiet");
    const browser = openBrowser(api);
    await browser.signIn("once", { token });
    await browser.signIn("once", { token });
    secrets = [token, ...browser.cookies.values()].filter((value) => value.length > 20 && !value.startsWith("https"));
    await browser.signOut();
    text = api.logged();
  });

  it("holds no token, cookie or link (S57)", () => {
    expect(text).toContain("Answered");
    expect(secrets.length).toBeGreaterThan(2);
    for (const secret of secrets) expect(text).not.toContain(secret);
  });
});
