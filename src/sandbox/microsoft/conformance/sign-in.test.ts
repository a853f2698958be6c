import { createHash, createPublicKey, verify } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import {
  clientId,
  clientSecret,
  failureOf,
  graphClient,
  microsoftPerson,
  type MicrosoftPerson,
} from "../testing/microsoft-person";

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const redirectUri = "http://127.0.0.1:8902/callback";
const scope = "openid profile email offline_access User.Read Calendars.ReadWrite";

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "sign-in" });
  alice = await microsoftPerson(sandbox, { email: "alice@contoso.example" });
});
beforeEach(() =>
  sandbox.control("POST", "switches", {
    microsoft: {
      rotation: "soft",
      claimsChallenge: "off",
      claimsNeedInteraction: false,
      adminConsentRequired: false,
      scopeForm: "short",
      partialConsent: false,
    },
  }),
);
afterAll(() => sandbox.stop());

const at = (path: string): string => `${sandbox.endpoints["microsoft"]?.["graphOrigin"]}${path}`;

function authorizeUrl(more: Record<string, string> = {}, tenant = "common"): string {
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope,
    state: "s1",
    ...more,
  });
  return at(`/${tenant}/oauth2/v2.0/authorize?${query}`);
}

const unescape = (text: string): string =>
  text.replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));

/** Does what a person does on the page: reads the form, chooses, presses a button. */
async function decide(url: string, decision: "allow" | "deny" = "allow", email = alice.email): Promise<Response> {
  const page = await (await fetch(url)).text();
  const action = unescape(/<form method="post" action="([^"]+)"/.exec(page)?.[1] ?? "");
  const request = unescape(/name="request" value="([^"]*)"/.exec(page)?.[1] ?? "");
  const account =
    new RegExp(`value="([^"]+)"[^>]*>\\s*<span><strong>[^<]*</strong><small>${email}`).exec(page)?.[1] ?? "";
  const body = new URLSearchParams({ request, account, decision });
  for (const [, value] of page.matchAll(/name="scope" value="([^"]+)"/g)) body.append("scope", value as string);
  return fetch(new URL(action, url), { method: "POST", body, redirect: "manual" });
}

const locationOf = (response: Response): URL => new URL(response.headers.get("location") ?? "");

async function codeFor(more: Record<string, string> = {}): Promise<string> {
  return locationOf(await decide(authorizeUrl(more))).searchParams.get("code") ?? "";
}

interface TokenAnswer {
  status: number;
  body: Record<string, unknown> & {
    access_token: string;
    refresh_token: string;
    id_token: string;
    scope: string;
    error: string;
    error_codes: number[];
  };
}

async function token(fields: Record<string, string>, tenant = "common"): Promise<TokenAnswer> {
  const body = new URLSearchParams({
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: redirectUri,
    ...fields,
  });
  const response = await fetch(at(`/${tenant}/oauth2/v2.0/token`), { method: "POST", body });
  return { status: response.status, body: (await response.json()) as TokenAnswer["body"] };
}

const redeem = async (
  more: Record<string, string> = {},
  authorizeMore: Record<string, string> = {},
): Promise<TokenAnswer> => token({ grant_type: "authorization_code", code: await codeFor(authorizeMore), ...more });
const refresh = (refreshToken: string, more: Record<string, string> = {}): Promise<TokenAnswer> =>
  token({ grant_type: "refresh_token", refresh_token: refreshToken, ...more });
const works = async (accessToken: string): Promise<unknown> =>
  graphClient(sandbox, () => accessToken)
    .api.api("/me")
    .get();

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

describe("token endpoint (3.2)", () => {
  it("3.2 answers a code with tokens, scopes and lifetimes", async () => {
    const { status, body } = await redeem();
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599 });
    expect(body.scope.split(" ")).toEqual(expect.arrayContaining(["Calendars.ReadWrite", "openid"]));
    expect(body.scope).not.toContain("offline_access");
    expect(await works(body.access_token)).toMatchObject({ mail: alice.email });
  });

  it("3.2 writes scopes in full when the switch says so", async () => {
    await sandbox.control("POST", "switches", { microsoft: { scopeForm: "full" } });
    expect((await redeem()).body.scope).toContain("https://graph.microsoft.com/Calendars.ReadWrite");
  });

  it("3.1 gives no refresh token without offline_access and no id token without openid", async () => {
    const { body } = await redeem({}, { scope: "https://graph.microsoft.com/Calendars.Read" });
    expect(body).not.toHaveProperty("refresh_token");
    expect(body).not.toHaveProperty("id_token");
  });

  it("3.1 signs the id token with the key that discovery names", async () => {
    const { body } = await redeem({}, { nonce: "n1" });
    const discovery = (await (await fetch(at("/common/v2.0/.well-known/openid-configuration"))).json()) as {
      jwks_uri: string;
      issuer: string;
    };
    const { keys } = (await (await fetch(discovery.jwks_uri)).json()) as { keys: (JsonWebKey & { kid: string })[] };
    const [head = "", payload = "", signature = ""] = body.id_token.split(".");
    const key = keys.find(
      ({ kid }) => kid === (JSON.parse(Buffer.from(head, "base64url").toString()) as { kid: string }).kid,
    );
    expect(
      verify(
        "RSA-SHA256",
        Buffer.from(`${head}.${payload}`),
        createPublicKey({ key: key as never, format: "jwk" }),
        Buffer.from(signature, "base64url"),
      ),
    ).toBe(true);
    const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as Record<string, string>;
    expect(claims).toMatchObject({ aud: clientId, nonce: "n1", preferred_username: alice.email, ver: "2.0" });
    expect(claims["iss"]).toBe(discovery.issuer.replace("{tenantid}", claims["tid"] ?? ""));
  });

  it("3.3 redeems a code once (AADSTS54005) and within ten minutes (AADSTS70008)", async () => {
    const code = await codeFor();
    expect((await token({ grant_type: "authorization_code", code })).status).toBe(200);
    expect((await token({ grant_type: "authorization_code", code })).body.error_codes).toEqual([54005]);
    const late = await codeFor();
    await sandbox.control("POST", "clock/advance", { ms: 11 * 60_000 });
    expect((await token({ grant_type: "authorization_code", code: late })).body.error_codes).toEqual([70008]);
  });

  it("3.1 holds PKCE against the challenge (AADSTS501481)", async () => {
    const verifier = "v".repeat(50);
    const challenge = {
      code_challenge: createHash("sha256").update(verifier).digest("base64url"),
      code_challenge_method: "S256",
    };
    expect((await redeem({ code_verifier: verifier }, challenge)).status).toBe(200);
    expect((await redeem({ code_verifier: "w".repeat(50) }, challenge)).body.error_codes).toEqual([501481]);
    expect((await redeem({}, challenge)).body.error_codes).toEqual([501481]);
  });

  it("3.3 writes errors with description, codes, trace and correlation ids and an address", async () => {
    const { status, body } = await refresh("0.unknown");
    expect(status).toBe(400);
    expect(Object.keys(body).toSorted()).toEqual([
      "correlation_id",
      "error",
      "error_codes",
      "error_description",
      "error_uri",
      "timestamp",
      "trace_id",
    ]);
    expect(body["error_description"]).toMatch(
      /^AADSTS\d+: .*\r\nTrace ID: [0-9a-f-]{36}\r\nCorrelation ID: [0-9a-f-]{36}\r\nTimestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/s,
    );
    expect(body["error_uri"]).toBe(`https://login.microsoftonline.com/error?code=${body.error_codes[0]}`);
  });

  it.each([
    [{ client_id: "nobody" }, 400, 700016],
    [{ client_secret: "wrong" }, 401, 7000215],
    [{ grant_type: "password" }, 400, 70003],
  ] as const)("3.3 refuses %o", async (fields, status, number) => {
    const answer = await token({ grant_type: "refresh_token", refresh_token: alice.tokens.refresh_token, ...fields });
    expect([answer.status, answer.body.error_codes[0]]).toEqual([status, number]);
  });

  it("3.3 misses the secret (AADSTS7000218) and takes it by Basic authentication", async () => {
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: alice.tokens.refresh_token,
      client_id: clientId,
    });
    const without = await fetch(at("/common/oauth2/v2.0/token"), { method: "POST", body });
    expect([without.status, ((await without.json()) as TokenAnswer["body"]).error_codes[0]]).toEqual([401, 7000218]);
    const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
    const answered = await fetch(at("/common/oauth2/v2.0/token"), {
      method: "POST",
      body,
      headers: { authorization: `Basic ${basic}` },
    });
    expect(answered.status).toBe(200);
  });

  it("3.2 narrows the scopes of a refresh and refuses others (AADSTS65001)", async () => {
    const { body } = await redeem();
    expect((await refresh(body.refresh_token, { scope: "openid Calendars.ReadWrite" })).body.scope).toBe(
      "openid Calendars.ReadWrite",
    );
    expect((await refresh(body.refresh_token, { scope: "MailboxSettings.ReadWrite" })).body).toMatchObject({
      error: "invalid_grant",
      suberror: "consent_required",
    });
  });
});

describe("rotation (3.2)", () => {
  it("3.2 soft: gives a new refresh token at each use and leaves the old one alive", async () => {
    const { body: first } = await redeem();
    const second = await refresh(first.refresh_token);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    expect((await refresh(first.refresh_token)).status).toBe(200);
    expect((await refresh(second.body.refresh_token)).status).toBe(200);
  });

  it("none: gives no new refresh token", async () => {
    await sandbox.control("POST", "switches", { microsoft: { rotation: "none" } });
    const { body } = await redeem();
    expect((await refresh(body.refresh_token)).body).not.toHaveProperty("refresh_token");
  });

  it("strict: a refresh token works once, and showing it again ends the family", async () => {
    await sandbox.control("POST", "switches", { microsoft: { rotation: "strict" } });
    const { body: first } = await redeem();
    const { body: second } = await refresh(first.refresh_token);
    expect((await refresh(first.refresh_token)).body.error).toBe("invalid_grant");
    expect((await refresh(second.refresh_token)).body.error).toBe("invalid_grant");
  });

  it("3.2 lets a refresh token die 90 days after its birth, and a newer one 90 days after its own", async () => {
    const day = 86_400_000;
    const { body: first } = await redeem();
    await sandbox.control("POST", "clock/advance", { ms: 60 * day });
    const { body: second } = await refresh(first.refresh_token);
    await sandbox.control("POST", "clock/advance", { ms: 31 * day });
    expect((await refresh(first.refresh_token)).body).toMatchObject({ error: "invalid_grant", error_codes: [700082] });
    expect((await refresh(second.refresh_token)).status).toBe(200);
  });

  it("3.3 ends everything when the grant is taken away (AADSTS50173)", async () => {
    const { body } = await redeem();
    await sandbox.control("POST", "faults", { fault: "revoke-grants", account: alice.email });
    expect((await refresh(body.refresh_token)).body).toMatchObject({ error: "invalid_grant", error_codes: [50173] });
    expect(await failureOf(works(body.access_token))).toMatchObject({
      status: 401,
      code: "InvalidAuthenticationToken",
    });
  });

  it.each(["AADSTS50076", "AADSTS53003", "AADSTS70043", "AADSTS7000222", "AADSTS90033"])(
    "3.3 plays %s by name",
    async (error) => {
      const { body } = await redeem();
      const fault = await sandbox.control<{ id: string }>("POST", "faults", {
        fault: "status",
        operation: "oauth.exchange",
        count: 1,
        params: { error },
      });
      expect((await refresh(body.refresh_token)).body.error_codes).toEqual([Number(error.slice(6))]);
      await sandbox.control("DELETE", `faults/${fault.id}`);
    },
  );
});

describe("claims challenge (3.4)", () => {
  const capable = JSON.stringify({ access_token: { xms_cc: { values: ["cp1"] } } });

  it("3.4 challenges clients that said cp1, and a refresh with the claims meets it", async () => {
    const { body } = await redeem({ claims: capable });
    await sandbox.control("POST", "switches", { microsoft: { claimsChallenge: "capable-clients" } });
    const refused = await failureOf(works(body.access_token));
    expect(refused.status).toBe(401);
    const header = refused.headers.get("www-authenticate") ?? "";
    expect(header).toContain('error="insufficient_claims"');
    const claims = Buffer.from(/claims="([^"]+)"/.exec(header)?.[1] ?? "", "base64").toString();
    expect(
      await failureOf(works((await refresh(body.refresh_token, { claims: capable })).body.access_token)),
    ).toMatchObject({ status: 401 });
    expect(await works((await refresh(body.refresh_token, { claims })).body.access_token)).toMatchObject({
      mail: alice.email,
    });
  });

  it("3.4 leaves clients without the capability alone", async () => {
    const { body } = await redeem();
    await sandbox.control("POST", "switches", { microsoft: { claimsChallenge: "capable-clients" } });
    expect(await works(body.access_token)).toMatchObject({ mail: alice.email });
  });

  it("3.4 asks for a sign-in where claims need interaction", async () => {
    const { body } = await redeem({ claims: capable });
    await sandbox.control("POST", "switches", {
      microsoft: { claimsChallenge: "everyone", claimsNeedInteraction: true },
    });
    const claims = JSON.stringify({ access_token: { nbf: { essential: true, value: "1" } } });
    expect((await refresh(body.refresh_token, { claims })).body).toMatchObject({ error: "interaction_required" });
    const again = await redeem({}, { claims });
    expect(await works(again.body.access_token)).toMatchObject({ mail: alice.email });
  });
});
