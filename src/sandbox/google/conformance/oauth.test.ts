import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { failureOf, googlePerson, oauthClient, SCOPE, CLIENT } from "../../testing/google-person";
import { openSandbox, type TestSandbox } from "../../testing/open-sandbox";

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox.stop());

const REDIRECT = "http://127.0.0.1:8901/callback";
const CALENDAR = `${SCOPE}calendar`;
const EVENTS = `${SCOPE}calendar.events`;
const LIST = `${SCOPE}calendar.calendarlist.readonly`;

interface Decision {
  readonly account: string;
  readonly scopes?: readonly string[];
  readonly deny?: boolean;
}

/** Fills in the consent page as a browser would and returns where it sends the person. */
async function decide(address: string, decision: Decision): Promise<URL> {
  const page = await (await fetch(address)).text();
  const hidden = /name="request" value="([^"]*)"/.exec(page)?.[1] ?? "";
  const form = new URLSearchParams({
    request: hidden.replaceAll(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code))),
  });
  form.set("account", decision.account);
  for (const scope of decision.scopes ?? scopesOn(page)) form.append("scope", scope);
  form.set("decision", decision.deny ? "deny" : "allow");
  const answer = await fetch(`${sandbox.google.issuer}/o/oauth2/v2/auth/decision`, {
    method: "POST",
    body: form,
    redirect: "manual",
  });
  return new URL(answer.headers.get("location") ?? "http://nowhere.example/");
}

function scopesOn(page: string): string[] {
  return [...page.matchAll(/name="scope" value="([^"]*)"/g)].map((match) => match[1] ?? "");
}

async function account(email: string): Promise<string> {
  await sandbox.control("POST", "accounts", { provider: "google", email });
  return email;
}

async function connect(email: string, options: Record<string, unknown> = {}) {
  const auth = oauthClient(sandbox);
  const address = auth.generateAuthUrl({ scope: [CALENDAR], access_type: "offline", ...options });
  const back = await decide(address, { account: email });
  const { tokens } = await auth.getToken(back.searchParams.get("code") ?? "");
  return { auth, tokens };
}

describe("Google OAuth, as the fact sheet has it", () => {
  it("1.2 sends back state, code and the granted scopes", async () => {
    const email = await account("oauth1@meridian.example");
    const address = oauthClient(sandbox).generateAuthUrl({ scope: [CALENDAR], access_type: "offline", state: "s p&1" });
    const back = await decide(address, { account: email });
    expect(back.searchParams.get("state")).toBe("s p&1");
    expect(back.searchParams.get("code")).toMatch(/^4\/0A/);
    expect(back.searchParams.get("scope")).toBe(CALENDAR);
  });

  it("1.2 sends back access_denied when the person denies", async () => {
    const email = await account("oauth2@meridian.example");
    const address = oauthClient(sandbox).generateAuthUrl({ scope: [CALENDAR], state: "x" });
    const back = await decide(address, { account: email, deny: true });
    expect([back.searchParams.get("error"), back.searchParams.get("state")]).toEqual(["access_denied", "x"]);
  });

  it("1.2 gives no refresh token without access_type=offline", async () => {
    const { tokens } = await connect(await account("oauth3@meridian.example"), { access_type: "online" });
    expect(tokens.access_token).toMatch(/^ya29\./);
    expect(tokens.refresh_token).toBeUndefined();
  });

  it("1.2 gives a refresh token at the first consent only, and again with prompt=consent", async () => {
    const email = await account("oauth4@meridian.example");
    const first = await connect(email);
    const second = await connect(email);
    const third = await connect(email, { prompt: "consent" });
    expect([first, second, third].map(({ tokens }) => tokens.refresh_token !== undefined)).toEqual([true, false, true]);
  });

  it("1.2 shows a wrong redirect address on its own page instead of following it", async () => {
    const address = oauthClient(sandbox).generateAuthUrl({
      scope: [CALENDAR],
      redirect_uri: "https://evil.example/cb",
    });
    const answer = await fetch(address, { redirect: "manual" });
    expect([answer.status, (await answer.text()).includes("redirect_uri_mismatch")]).toEqual([400, true]);
  });

  it("1.2 answers prompt=none without a page: consent_required, or a code once granted", async () => {
    const email = await account("oauth5@meridian.example");
    const ask = () => oauthClient(sandbox).generateAuthUrl({ scope: [CALENDAR], prompt: "none", login_hint: email });
    const before = await fetch(ask(), { redirect: "manual" });
    await connect(email);
    const after = await fetch(ask(), { redirect: "manual" });
    expect(new URL(before.headers.get("location") ?? "").searchParams.get("error")).toBe("consent_required");
    expect(new URL(after.headers.get("location") ?? "").searchParams.has("code")).toBe(true);
  });

  it("1.2 include_granted_scopes adds what was granted earlier", async () => {
    const email = await account("oauth6@meridian.example");
    await connect(email, { scope: [EVENTS] });
    const { tokens } = await connect(email, { scope: [LIST], include_granted_scopes: true });
    expect(tokens.scope?.split(" ").toSorted()).toEqual([LIST, EVENTS].toSorted());
  });

  it("1.3 refuses a code with a wrong verifier and takes it with the right one (PKCE S256)", async () => {
    const email = await account("oauth7@meridian.example");
    const verifier = randomBytes(48).toString("base64url");
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const pkce = { code_challenge: challenge, code_challenge_method: "S256" as never };
    const auth = oauthClient(sandbox);
    const codeOf = async () => {
      const back = await decide(auth.generateAuthUrl({ scope: [CALENDAR], ...pkce }), { account: email });
      return back.searchParams.get("code") ?? "";
    };
    const wrong = await failureOf(auth.getToken({ code: await codeOf(), codeVerifier: "x".repeat(50) }));
    const right = await auth.getToken({ code: await codeOf(), codeVerifier: verifier });
    expect([wrong.status, wrong.message]).toEqual([400, "invalid_grant"]);
    expect(right.tokens.access_token).toBeDefined();
  });

  it("1.3 takes a code once", async () => {
    const email = await account("oauth8@meridian.example");
    const auth = oauthClient(sandbox);
    const back = await decide(auth.generateAuthUrl({ scope: [CALENDAR] }), { account: email });
    const code = back.searchParams.get("code") ?? "";
    await auth.getToken(code);
    expect((await failureOf(auth.getToken(code))).body).toEqual({
      error: "invalid_grant",
      error_description: "Bad Request",
    });
  });

  it("1.3 does not rotate refresh tokens: the answer omits it and the old one goes on", async () => {
    const { refresh_token } = (await connect(await account("oauth9@meridian.example"))).tokens;
    const refresh = async () => {
      const form = {
        grant_type: "refresh_token",
        refresh_token: String(refresh_token),
        client_id: CLIENT.clientId,
        client_secret: CLIENT.clientSecret,
      };
      const answer = await fetch(sandbox.google.token as string, { method: "POST", body: new URLSearchParams(form) });
      return (await answer.json()) as Record<string, unknown>;
    };
    const [first, second] = [await refresh(), await refresh()];
    expect(first.refresh_token).toBeUndefined();
    expect(first.access_token).not.toBe(second.access_token);
    expect(second).toMatchObject({ expires_in: 3_599, token_type: "Bearer", scope: CALENDAR });
  });

  it("1.3 gives an id_token that verifies when openid was granted", async () => {
    const email = await account("oauth10@meridian.example");
    const { auth, tokens } = await connect(email, { scope: ["openid", "email", "profile"] });
    const certs = (await (await fetch(sandbox.google.jwks as string)).json()) as { keys: { kid: string }[] };
    const { createPublicKey } = await import("node:crypto");
    const pem = createPublicKey({ key: certs.keys[0] as never, format: "jwk" }).export({ format: "pem", type: "spki" });
    const ticket = await auth.verifySignedJwtWithCertsAsync(
      tokens.id_token as string,
      { [certs.keys[0]?.kid ?? ""]: String(pem) },
      CLIENT.clientId,
      [sandbox.google.issuer as string],
    );
    expect(ticket.getPayload()).toMatchObject({ email, email_verified: true, aud: CLIENT.clientId });
  });

  it("1.3 userinfo tells what the sign-in scopes allow", async () => {
    const email = await account("oauth11@meridian.example");
    const { auth, tokens } = await connect(email, { scope: ["openid", "email"] });
    auth.setCredentials(tokens);
    const answer = await auth.request<Record<string, unknown>>({ url: sandbox.google.userInfo as string });
    expect(answer.data).toMatchObject({ email, email_verified: true });
    expect(answer.data.name).toBeUndefined();
    expect((await auth.getTokenInfo(tokens.access_token ?? "")).email).toBe(email);
  });

  it("1.4 revoking ends every token of the person for the project", async () => {
    const person = await googlePerson(sandbox);
    const other = await sandbox.control<{ refresh_token: string }>("POST", `accounts/${person.email}/tokens`, {});
    await person.auth.revokeToken(person.tokens.refresh_token);
    const client = oauthClient(sandbox);
    client.setCredentials({ refresh_token: other.refresh_token });
    expect((await failureOf(client.refreshAccessToken())).body).toEqual({
      error: "invalid_grant",
      error_description: "Token has been expired or revoked.",
    });
    expect((await failureOf(person.api.events.list({ calendarId: "primary" }))).reason).toBe("authError");
    expect((await failureOf(person.auth.revokeToken(person.tokens.refresh_token))).body.error).toBe("invalid_token");
  });

  it("1.4 drops the oldest refresh token silently when there are more than 100", async () => {
    const email = await account("oauth12@meridian.example");
    const all: string[] = [];
    for (let i = 0; i < 101; i++)
      all.push(
        (await sandbox.control<{ refresh_token: string }>("POST", `accounts/${email}/tokens`, {})).refresh_token,
      );
    const tryRefresh = async (token: string) => {
      const client = oauthClient(sandbox);
      client.setCredentials({ refresh_token: token });
      return client.refreshAccessToken().then(
        () => "works",
        (error: Error) => error.message,
      );
    };
    expect([await tryRefresh(all[0] as string), await tryRefresh(all[1] as string)]).toEqual([
      "invalid_grant",
      "works",
    ]);
  });

  it("1.4 ends refresh tokens after 7 days in testing mode, and after six unused months", async () => {
    const own = await openSandbox();
    const refresh = async (email: string) => {
      const { refresh_token } = await own.control<{ refresh_token: string }>("POST", `accounts/${email}/tokens`, {});
      const client = oauthClient(own);
      client.setCredentials({ refresh_token });
      return () =>
        client.refreshAccessToken().then(
          () => "works",
          (error: Error) => error.message,
        );
    };
    await own.control("POST", "accounts", { provider: "google", email: "a@meridian.example" });
    const forgotten = await refresh("a@meridian.example");
    await own.control("POST", "switches", { google: { testingMode: true } });
    const testing = await refresh("a@meridian.example");
    await own.control("POST", "clock/advance", { ms: 6 * 86_400_000 });
    const early = await testing();
    await own.control("POST", "clock/advance", { ms: 2 * 86_400_000 });
    const late = await testing();
    await own.control("POST", "clock/advance", { ms: 180 * 86_400_000 });
    expect([early, late, await forgotten()]).toEqual(["works", "invalid_grant", "invalid_grant"]);
    await own.stop();
  });

  it("1.5 tells an unknown client from a wrong secret, and a wrong grant type", async () => {
    const post = async (form: Record<string, string>) => {
      const answer = await fetch(sandbox.google.token as string, { method: "POST", body: new URLSearchParams(form) });
      return [answer.status, await answer.json()];
    };
    const base = { grant_type: "refresh_token", refresh_token: "none" };
    expect(await post({ ...base, client_id: "nobody", client_secret: "x" })).toEqual([
      401,
      { error: "invalid_client", error_description: "The OAuth client was not found." },
    ]);
    expect(await post({ ...base, client_id: CLIENT.clientId, client_secret: "wrong" })).toEqual([
      401,
      { error: "invalid_client", error_description: "Unauthorized" },
    ]);
    const own = { client_id: CLIENT.clientId, client_secret: CLIENT.clientSecret };
    expect((await post({ ...own, grant_type: "password" }))[1]).toMatchObject({ error: "unsupported_grant_type" });
    expect((await post({ ...own }))[1]).toMatchObject({ error: "invalid_request" });
  });

  it("1.5 refuses a code whose redirect address differs at the exchange", async () => {
    const email = await account("oauth13@meridian.example");
    const auth = oauthClient(sandbox);
    const back = await decide(auth.generateAuthUrl({ scope: [CALENDAR], redirect_uri: REDIRECT }), { account: email });
    const failure = await failureOf(
      auth.getToken({ code: back.searchParams.get("code") ?? "", redirect_uri: `${REDIRECT}2` }),
    );
    expect(failure.message).toBe("redirect_uri_mismatch");
  });

  it("1.6 lets a person untick scopes when two are asked, and not when one is", async () => {
    const email = await account("oauth14@meridian.example");
    const auth = oauthClient(sandbox);
    const two = auth.generateAuthUrl({ scope: [EVENTS, LIST] });
    const one = auth.generateAuthUrl({ scope: [EVENTS] });
    const back = await decide(two, { account: email, scopes: [LIST] });
    expect(back.searchParams.get("scope")).toBe(LIST);
    expect((await (await fetch(two)).text()).match(/type="checkbox" name="scope"/g)).toHaveLength(2);
    expect((await (await fetch(one)).text()).match(/type="checkbox" name="scope"/g)).toBeNull();
  });

  it("1.7 calendar.events alone cannot list calendars, nor ask free/busy; the error says which kind", async () => {
    const person = await googlePerson(sandbox, { scopes: ["calendar.events"] });
    await person.api.events.list({ calendarId: "primary" });
    const list = await failureOf(person.api.calendarList.list());
    const now = new Date().toISOString();
    const later = new Date(Date.now() + 3_600_000).toISOString();
    const busy = await failureOf(
      person.api.freebusy.query({ requestBody: { timeMin: now, timeMax: later, items: [] } }),
    );
    expect([list.status, list.reason, busy.reason]).toEqual([
      403,
      "insufficientPermissions",
      "insufficientPermissions",
    ]);
    expect(list.body.error).toMatchObject({
      status: "PERMISSION_DENIED",
      details: [
        {
          "@type": "type.googleapis.com/google.rpc.ErrorInfo",
          reason: "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
          domain: "googleapis.com",
        },
      ],
      errors: [{ message: "Insufficient Permission" }],
    });
  });

  it("1.7 read-only scopes cannot write", async () => {
    const person = await googlePerson(sandbox, { scopes: ["calendar.readonly"] });
    const failure = await failureOf(person.api.events.insert({ calendarId: "primary", requestBody: {} }));
    expect(failure.reason).toBe("insufficientPermissions");
  });

  it("2.10 an expired access token answers 401 authError", async () => {
    const own = await openSandbox();
    const person = await googlePerson(own);
    await own.control("POST", "clock/advance", { ms: 3_600_000 });
    const failure = await failureOf(person.api.calendarList.list());
    expect([failure.status, failure.reason, failure.location]).toEqual([401, "authError", "Authorization"]);
    await own.stop();
  });
});
