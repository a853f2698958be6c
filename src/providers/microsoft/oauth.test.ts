import { describe, expect, it } from "vitest";
import { Secret } from "@/lib/secret";
import { client, scripted, scriptedCall } from "@/testing/provider-conformance-script";
import { createMicrosoft } from "./provider";
import type { MicrosoftSettings } from "./wire";

const tenant = "9188040d-6c67-4c5b-b112-36a304b66dad";
const other = "11111111-2222-4333-8444-555555555555";
const issuerOf = (id: string) => `https://login.microsoftonline.com/${id}/v2.0`;
const seconds = Date.parse("2026-03-01T00:00:00Z") / 1_000;
const right = {
  iss: issuerOf(tenant),
  tid: tenant,
  aud: "our-client",
  sub: "1234",
  nonce: "nonce",
  exp: seconds + 600,
  preferred_username: "alice@contoso.example",
  name: "Alice",
};
const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
const portOf = (surroundings: ReturnType<typeof scripted>, more: Partial<MicrosoftSettings> = {}) => {
  const { oauth } = createMicrosoft({ ...client, ...more }, surroundings);
  if (oauth === undefined) throw new Error("no oauth");
  return oauth;
};
const answer = (idToken: unknown) => ({
  json: { access_token: "access", token_type: "Bearer", expires_in: 3_599, id_token: idToken },
});
const code = {
  code: new Secret("code"),
  codeVerifier: new Secret("verifier"),
  redirectUri: "https://d.example/cb",
  nonce: "nonce",
};

describe("Microsoft's identity", () => {
  it("S2 is the issuer of the person's company and the subject", async () => {
    const { identity } = await portOf(scripted(answer(token(right)))).exchangeCode(scriptedCall(), code);
    expect(identity).toEqual({
      issuer: issuerOf(tenant),
      subject: "1234",
      email: "alice@contoso.example",
      name: "Alice",
    });
  });

  it.each([
    ["an issuer of another host", { iss: `https://evil.test/${tenant}/v2.0` }],
    ["an issuer and a company that disagree", { tid: other }],
    ["no company", { tid: undefined }],
    ["an issuer without a company", { iss: "https://login.microsoftonline.com/common/v2.0", tid: "common" }],
  ])("S2 an id token with %s is refused", async (_name, wrong) => {
    const run = portOf(scripted(answer(token({ ...right, ...wrong })))).exchangeCode(scriptedCall(), code);
    await expect(run).rejects.toMatchObject({ kind: "grant_lost", facts: { reason: "id_token_issuer" } });
  });

  it("S2 who configured one company admits no other", () => {
    const oauth = portOf(scripted(), { tenantId: tenant });
    expect([oauth.acceptsIssuer(issuerOf(tenant)), oauth.acceptsIssuer(issuerOf(other))]).toEqual([true, false]);
    expect(portOf(scripted()).acceptsIssuer(issuerOf(other))).toBe(true);
  });
});

describe("Microsoft's claims challenges", () => {
  const challenge = '{"access_token":{"nbf":{"essential":true,"value":"1604106651"}}}';
  const capability = { xms_cc: { values: ["cp1"] } };

  it("F37 a challenge goes along with the refresh, next to what we can do", async () => {
    const surroundings = scripted(answer(undefined), answer(undefined));
    await portOf(surroundings).refresh(scriptedCall(), new Secret("refresh"), challenge);
    await portOf(surroundings).refresh(scriptedCall(), new Secret("refresh"), null);
    const claims = surroundings.asked.map(
      ({ body }) => JSON.parse(new URLSearchParams(body ?? "").get("claims") ?? "") as object,
    );
    expect(claims).toEqual([
      { access_token: { nbf: { essential: true, value: "1604106651" }, ...capability } },
      { access_token: capability },
    ]);
  });

  it("F37 a challenge goes along when the person signs in", () => {
    const request = {
      redirectUri: "https://d.example/cb",
      state: "s",
      nonce: "n",
      codeChallenge: "c",
      scopes: [],
      loginHint: null,
      claims: challenge,
    };
    const url = new URL(portOf(scripted()).authorizeUrl(request));
    expect(JSON.parse(url.searchParams.get("claims") ?? "")).toMatchObject({
      access_token: { nbf: { essential: true } },
    });
  });

  it("a company whose administrator has to allow first is told by the sentence of the redirect", () => {
    const query = new URLSearchParams({
      error: "access_denied",
      state: "s",
      error_description: "AADSTS90094: The grant requires administrator permission.",
    });
    expect(portOf(scripted()).readCallback(query)).toEqual({
      kind: "refused",
      state: "s",
      reason: "access_denied",
      action: "ask_admin_to_consent",
    });
  });
});
