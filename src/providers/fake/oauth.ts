import type { CallRules, Hidden } from "@/core/ports/provider-call";
import type { AuthorizeRequest, CodeExchange, OAuthPort } from "@/core/ports/provider-oauth";
import type { TokenAnswer } from "@/core/tokens/token-answer";
import { readCallbackQuery } from "../oauth-callback";
import { facts } from "./facts";
import type { FakeTokens } from "./sign-in";
import type { FakeWire } from "./wire";

const issuer = "https://fake.example";

export function createOAuth(wire: FakeWire): OAuthPort {
  return {
    needs: facts.needs,
    spelling: facts.spelling,
    grantIdleMs: null,
    grantLifeMs: null,
    authorizeUrl,
    readCallback: (query) => readCallbackQuery(query, { access_denied: "consent" }),
    acceptsIssuer: (given) => given === issuer,
    exchangeCode: (call, exchange) => exchangeCode(wire, call, exchange),
    refresh: (call, refreshToken) => refresh(wire, call, refreshToken),
    revoke: (call, refreshToken) => revoke(wire, call, refreshToken),
  };
}

function authorizeUrl({ redirectUri, state, nonce, codeChallenge, scopes }: AuthorizeRequest): string {
  const url = new URL("/authorize", issuer);
  const parameters = {
    redirect_uri: redirectUri,
    state,
    nonce,
    code_challenge: codeChallenge,
    scope: scopes.join(" "),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

async function exchangeCode(wire: FakeWire, call: CallRules, { code, codeVerifier, redirectUri, nonce }: CodeExchange) {
  const challenge = await toChallenge(codeVerifier.reveal());
  return wire.ask(call, { operation: "exchangeCode", endpoint: "POST /token" }, ({ fail }) => {
    const redeemed = wire.world.signIn.redeem({ code: code.reveal(), challenge, redirectUri, nonce });
    const { tokens, email } = redeemed ?? fail({ kind: "grant_lost" });
    return { answer: fromTokens(tokens), identity: { issuer, subject: `subject-of-${email}`, email, name: null } };
  });
}

/** RFC 7636 4.2. */
async function toChallenge(verifier: string): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier)));
  return btoa(String.fromCharCode(...hash))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

const refresh = (wire: FakeWire, call: CallRules, refreshToken: Hidden): Promise<TokenAnswer> =>
  wire.ask(call, { operation: "refresh", endpoint: "POST /token", refreshToken: refreshToken.reveal() }, ({ fail }) =>
    fromTokens(wire.world.signIn.refresh(refreshToken.reveal()) ?? fail({ kind: "grant_lost" })),
  );

const revoke = (wire: FakeWire, call: CallRules, refreshToken: Hidden): Promise<void> =>
  wire.ask(call, { operation: "revoke", endpoint: "POST /revoke", refreshToken: refreshToken.reveal() }, () =>
    wire.world.signIn.revoke(refreshToken.reveal()),
  );

const fromTokens = ({ accessToken, refreshToken, expiresInSeconds, scope }: FakeTokens): TokenAnswer => ({
  ...{ accessToken, refreshToken, expiresInSeconds, scope, tokenType: "Bearer" },
});
