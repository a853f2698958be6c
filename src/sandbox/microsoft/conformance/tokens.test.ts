import { createHash, createPublicKey, verify } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";
import { clientId, clientSecret, failureOf, microsoftPerson, type MicrosoftPerson } from "../testing/microsoft-person";
import { signInCalls, type TokenAnswer } from "../testing/sign-in-calls";

let sandbox: TestSandbox;
let alice: MicrosoftPerson;
const { at, codeFor, token, redeem, refresh, works } = signInCalls(() => sandbox);

beforeAll(async () => {
  sandbox = await openSandbox({ seed: "tokens" });
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

  it.each([
    [{ secretExpired: true }, 401, 7000222],
    [{ disabled: true }, 400, 7000112],
  ])("3.3 refuses a client that is %o", async (extra, status, number) => {
    const id = `client-${number}`;
    await sandbox.control("POST", "clients", { provider: "microsoft", id, secret: clientSecret, extra });
    const answer = await token({ grant_type: "refresh_token", refresh_token: "0.x", client_id: id });
    expect([answer.status, answer.body.error_codes[0]]).toEqual([status, number]);
  });

  it("3.2 ends the tokens of a single page application a day after the first (AADSTS700084)", async () => {
    await sandbox.control("POST", "clients", {
      provider: "microsoft",
      id: "spa",
      secret: "none",
      extra: { type: "spa" },
    });
    const minted = await sandbox.control<{ refresh_token: string }>("POST", `accounts/${alice.email}/tokens`, {
      client: "spa",
    });
    await sandbox.control("POST", "clock/advance", { ms: 20 * 3_600_000 });
    const { body } = await refresh(minted.refresh_token, { client_id: "spa" });
    await sandbox.control("POST", "clock/advance", { ms: 5 * 3_600_000 });
    expect((await refresh(body.refresh_token, { client_id: "spa" })).body.error_codes).toEqual([700084]);
  });

  it("3.3 refuses a disabled account (AADSTS50057)", async () => {
    const email = "disabled@contoso.example";
    await sandbox.control("POST", "accounts", { provider: "microsoft", email, extra: { disabled: true } });
    const minted = await sandbox.control<{ refresh_token: string }>("POST", `accounts/${email}/tokens`, {});
    expect((await refresh(minted.refresh_token)).body).toMatchObject({ error: "invalid_grant", error_codes: [50057] });
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
