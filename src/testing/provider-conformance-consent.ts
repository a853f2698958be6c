import { createHash, randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import type { AuthorizeRequest, OAuthPort } from "@/core/ports/provider-oauth";
import { compareScopes, scopesToAsk, type ScopeFeature } from "@/core/tokens/scopes";
import { readTokenAnswer, type StoredGrant, type TokenAnswer } from "@/core/tokens/token-answer";
import { Secret } from "@/lib/secret";
import { Heard, type BedPerson, type ConsentChoice } from "./provider-conformance-bed";
import type { Scene } from "./provider-conformance";

const redirectUri = "http://127.0.0.1:8901/api/connect/callback";
const random = () => randomBytes(32).toString("base64url");

export function describeConsent({ bed, heard }: Scene): void {
  const port = (): OAuthPort => {
    const { oauth } = bed().provider;
    if (oauth === undefined) throw new Error("This provider has no OAuth.");
    return oauth;
  };
  /** From the authorize address to what the browser brings back. */
  const ask = async (choice: ConsentChoice, more: Partial<AuthorizeRequest> = {}) => {
    const verifier = random();
    const request: AuthorizeRequest = {
      redirectUri,
      state: random(),
      nonce: random(),
      codeChallenge: createHash("sha256").update(verifier).digest("base64url"),
      scopes: scopesToAsk(port().needs, { mayWrite: true }),
      loginHint: choice.person.email,
      claims: null,
      ...more,
    };
    const back = await bed().consent(port().authorizeUrl(request), choice);
    return { request, verifier, back, callback: port().readCallback(back.searchParams) };
  };
  const connect = async (person: BedPerson, withhold: readonly string[] = [], more: Partial<AuthorizeRequest> = {}) => {
    const { request, verifier, callback } = await ask({ person, withhold }, more);
    if (callback.kind !== "code") throw new Error(`no code: ${JSON.stringify(callback)}`);
    const exchange = { code: callback.code, codeVerifier: new Secret(verifier), redirectUri, nonce: request.nonce };
    const { answer, identity } = await port().exchangeCode(heard().call(person), exchange);
    return { exchange, identity, grant: toGrant(answer, null) };
  };
  const toGrant = (answer: TokenAnswer, previous: StoredGrant | null): StoredGrant => {
    const context = {
      previous,
      now: new Date(),
      spelling: port().spelling,
      grantLifeMs: null,
      hide: (text: string) => new Secret(text),
    };
    const reading = readTokenAnswer(answer, context);
    if (reading.kind !== "grant") throw new Error(reading.fault);
    return reading.grant;
  };
  const missing = (grant: StoredGrant): readonly ScopeFeature[] =>
    compareScopes(port().needs, grant.scopes, port().spelling).missing;
  const refreshTokenOf = ({ refreshToken }: StoredGrant) => refreshToken ?? new Secret("none");

  describe("consent and tokens", () => {
    it("S1 asks with PKCE, state and nonce, and brings back a code that gives a grant for everything asked", async () => {
      const person = await bed().makePerson();
      const { request, back, callback } = await ask({ person });
      expect(callback).toMatchObject({ kind: "code", state: request.state });
      expect(back.origin + back.pathname).toBe(redirectUri);
      const { grant, identity } = await connect(person);
      expect(missing(grant)).toEqual([]);
      expect(identity).toMatchObject({ email: person.email });
      expect(port().acceptsIssuer(identity.issuer)).toBe(true);
      expect(port().acceptsIssuer("https://evil.test")).toBe(false);
      const access = { kind: "bearer", token: grant.accessToken } as const;
      expect(await bed().provider.listCalendars({ ...heard().call(person), access })).not.toEqual([]);
    });

    it("the same account connected again has the same identity, and another has another", async () => {
      const [alice, bob] = [await bed().makePerson(), await bed().makePerson()];
      const [first, again, other] = [await connect(alice), await connect(alice), await connect(bob)];
      expect(again.identity).toEqual(first.identity);
      expect(other.identity.subject).not.toBe(first.identity.subject);
      expect(again.grant.refreshToken).not.toBeNull();
    });

    it("F40 a scope that was not allowed is told as the feature that misses it", async () => {
      await bed().allowPartialConsent();
      const person = await bed().makePerson();
      await bed().revoke(person);
      const need = port().needs.find(({ feature }) => feature === "write_events");
      const { grant } = await connect(person, [need?.anyOf[0] ?? ""]);
      expect(missing(grant)).toContain("write_events");
    });

    it("S6 asked for reading only it reads, and is granted nothing that would let us write", async () => {
      const person = await bed().makePerson();
      await bed().revoke(person);
      const scopes = scopesToAsk(port().needs, { mayWrite: false });
      const { grant } = await connect(person, [], { scopes });
      expect(missing(grant)).toEqual(["write_events"]);
      const access = { kind: "bearer", token: grant.accessToken } as const;
      expect(await bed().provider.listCalendars({ ...heard().call(person), access })).not.toEqual([]);
    });

    it("a person who declines is told apart from an answer that is none", async () => {
      const person = await bed().makePerson();
      const { request, callback } = await ask({ person, deny: true });
      expect(callback).toEqual({ kind: "refused", state: request.state, reason: "access_denied", action: "consent" });
      for (const query of ["", "code=a", "state=b", "code=a&code=b&state=c"]) {
        expect(port().readCallback(new URLSearchParams(query))).toEqual({ kind: "unreadable" });
      }
    });

    it("S1 a code works once, with its own verifier and nonce only", async () => {
      const person = await bed().makePerson();
      const { exchange } = await connect(person);
      const call = heard().call(person);
      expect((await heard().failure(port().exchangeCode(call, exchange))).kind).toBe("grant_lost");
      for (const wrong of [{ codeVerifier: new Secret(random()) }, { nonce: random() }]) {
        const { request, verifier, callback } = await ask({ person });
        if (callback.kind !== "code") throw new Error("no code");
        const right = { code: callback.code, codeVerifier: new Secret(verifier), redirectUri, nonce: request.nonce };
        expect((await heard().failure(port().exchangeCode(call, { ...right, ...wrong }))).kind).toBe("grant_lost");
      }
    });

    it("TOK-1 a refresh gives a token that works, and the grant keeps a refresh token and its scopes", async () => {
      const person = await bed().makePerson();
      const { grant } = await connect(person);
      const renewed = toGrant(await port().refresh(heard().call(person), refreshTokenOf(grant), null), grant);
      expect(renewed.refreshToken).not.toBeNull();
      expect(renewed.scopes).toEqual(grant.scopes);
      const access = { kind: "bearer", token: renewed.accessToken } as const;
      expect(await bed().provider.listCalendars({ ...heard().call(person), access })).not.toEqual([]);
    });

    it.each([
      { trouble: "grant_dead", kind: "grant_lost" },
      { trouble: "client_refused", kind: "client_rejected" },
      { trouble: "token_endpoint_down", kind: "unavailable" },
    ] as const)("TOK-6 $trouble at the token endpoint is told as $kind", async ({ trouble, kind }) => {
      const person = await bed().makePerson();
      const { grant } = await connect(person);
      await bed().play(trouble, "refresh");
      const failure = await heard().failure(port().refresh(heard().call(person), refreshTokenOf(grant), null));
      expect([failure.kind, failure.facts.operation]).toEqual([kind, "refresh"]);
      if (kind === "grant_lost") expect(failure.facts.action).toBe("reconnect");
    });

    it("TOK-6 a grant that the person took away refuses its tokens, and asks to reconnect at the next refresh", async () => {
      const person = await bed().makePerson();
      const { grant } = await connect(person);
      await bed().revoke(person);
      const access = { kind: "bearer", token: grant.accessToken } as const;
      expect((await heard().failure(bed().provider.listCalendars({ ...heard().call(person), access }))).kind).toBe(
        "unauthorized",
      );
      const failure = await heard().failure(port().refresh(heard().call(person), refreshTokenOf(grant), null));
      expect([failure.kind, failure.facts.action]).toEqual(["grant_lost", "reconnect"]);
    });

    it("TOK-12 revoking ends the grant, and revoking again succeeds, where the provider can revoke at all", async () => {
      const { revoke } = port();
      const person = await bed().makePerson();
      const { grant } = await connect(person);
      const before = new Heard();
      if (revoke !== undefined) {
        await revoke(before.call(person), refreshTokenOf(grant));
        await revoke(before.call(person), refreshTokenOf(grant));
        const failure = await heard().failure(port().refresh(heard().call(person), refreshTokenOf(grant), null));
        expect(failure.kind).toBe("grant_lost");
      }
      expect(revoke === undefined || before.facts.length === 2).toBe(true);
    });
  });
}
