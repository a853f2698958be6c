import { describe, expect, it } from "vitest";
import { Secret } from "@/lib/secret";
import { client, scripted, scriptedCall } from "@/testing/provider-conformance-script";
import { createGoogle } from "./provider";

const seconds = Date.parse("2026-03-01T00:00:00Z") / 1_000;
const right = {
  iss: "https://accounts.google.com",
  aud: "our-client",
  sub: "1234",
  nonce: "nonce",
  exp: seconds + 600,
  email: "alice@example.com",
  email_verified: true,
};
const token = (claims: object) => `e30.${Buffer.from(JSON.stringify(claims)).toString("base64url")}.signature`;
const exchange = (idToken: unknown) => {
  const surroundings = scripted({
    json: { access_token: "access", token_type: "Bearer", expires_in: 3_599, id_token: idToken },
  });
  const code = {
    code: new Secret("code"),
    codeVerifier: new Secret("verifier"),
    redirectUri: "https://d.example/cb",
    nonce: "nonce",
  };
  const { oauth } = createGoogle(client, surroundings);
  if (oauth === undefined) throw new Error("no oauth");
  return oauth.exchangeCode(scriptedCall(), code);
};

describe("Google's identity", () => {
  it("S2 is the issuer and subject that the id token proves, whatever way the issuer is written", async () => {
    for (const iss of ["https://accounts.google.com", "accounts.google.com"]) {
      const { identity } = await exchange(token({ ...right, iss }));
      expect(identity).toEqual({
        issuer: "https://accounts.google.com",
        subject: "1234",
        email: "alice@example.com",
        name: null,
      });
    }
  });

  it("an address that Google did not verify is nobody's", async () => {
    expect((await exchange(token({ ...right, email_verified: false }))).identity.email).toBeNull();
  });

  it.each([
    ["another issuer", token({ ...right, iss: "https://evil.test" }), "id_token_issuer"],
    ["another audience", token({ ...right, aud: "other-client" }), "id_token_audience"],
    ["several audiences", token({ ...right, aud: ["our-client", "other-client"] }), "id_token_audience"],
    ["another nonce", token({ ...right, nonce: "replayed" }), "id_token_nonce"],
    ["no nonce", token({ ...right, nonce: undefined }), "id_token_nonce"],
    ["an end that is past", token({ ...right, exp: seconds - 3_600 }), "id_token_expired"],
    ["no end", token({ ...right, exp: "later" }), "id_token_expired"],
    ["no subject", token({ ...right, sub: "" }), "id_token_subject"],
    ["no id token", undefined, "id_token_unreadable"],
    ["half an id token", "e30.!!!.x", "id_token_unreadable"],
    ["an id token of a list", token([]), "id_token_unreadable"],
  ])("S1 S2 an id token with %s is refused, and nothing of the answer is kept", async (_name, idToken, reason) => {
    await expect(exchange(idToken)).rejects.toMatchObject({
      kind: "grant_lost",
      facts: { reason, action: "reconnect" },
    });
  });
});
