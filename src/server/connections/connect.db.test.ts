import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { decideConsent } from "@/testing/consent-page";
import { bothProviders, here, openStoredTokens, useConnecting } from "@/testing/connecting";

const connecting = await useConnecting();
const { api, sandbox, makeAccount, begin, comeBack, connect, find, list } = connecting;

const asAlice = () => api.signIn(api.cast.alice);
const asBob = () => api.signIn(api.cast.bob);
const start = "POST /api/v1/calendar/connect/{provider}";

describe.each(bothProviders)("connecting $provider", (which) => {
  const { provider } = which;
  const other = bothProviders.find((each) => each !== which)?.provider ?? "";

  it("goes through the consent page and brings a connection with its calendars, the sensible ones chosen and due", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const landing = await connect(alice, which, { email });
    expect(landing).toMatchObject({ path: "/sales/settings/calendar", result: "connected" });
    const connection = await find(alice, email);
    expect(connection).toMatchObject({ id: landing.connection, authStatus: "active", missing: null });
    const primary = connection.calendars.find(({ isPrimary }) => isPrimary);
    expect(primary).toMatchObject({ isSelected: true });
    const state = await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.calendarSyncState.findFirst({ where: { calendarId: primary?.id ?? "" } }),
    );
    expect(state).toMatchObject({ provider, priority: 2 });
    expect(state?.nextSyncAt?.getTime()).toBeLessThanOrEqual(api.deps.now().getTime());
  });

  it("S1 asks with PKCE, state and nonce, each new every time, and for an account to be chosen", async () => {
    const alice = await asAlice();
    const seen = new Set<string>();
    for (let round = 0; round < 3; round += 1) {
      const asked = new URL(await begin(alice, provider)).searchParams;
      expect(asked.get("code_challenge_method")).toBe("S256");
      expect(asked.get("prompt")).toContain("select_account");
      for (const name of ["state", "nonce", "code_challenge"]) seen.add(asked.get(name) ?? "");
    }
    expect([...seen].filter((word) => /^[\w-]{43}$/.test(word))).toHaveLength(9);
  });

  it("S1 the other provider's callback refuses the answer, links nothing, and ends the attempt", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const back = await decideConsent(await begin(alice, provider), { email });
    expect((await comeBack(alice, other, back)).result).toBe("connect_other_provider");
    expect((await comeBack(alice, provider, back)).result).toBe("connect_used");
    await expect(find(alice, email)).rejects.toThrow("not connected");
  });

  it("S2 an answer that names another issuer is refused before its code is sent anywhere", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const back = await decideConsent(await begin(alice, provider), { email });
    back.searchParams.set("iss", "https://evil.test");
    await sandbox.control("DELETE", "ledger");
    expect((await comeBack(alice, provider, back)).result).toBe("connect_other_issuer");
    const { entries } = await sandbox.control<{ entries: unknown[] }>("GET", "ledger?operation=oauth.exchange");
    expect(entries).toEqual([]);
    await expect(find(alice, email)).rejects.toThrow("not connected");
  });

  it("S3 the address to come back to is made from the settings, whatever 20 forged headers say", async () => {
    const alice = await asAlice();
    const names = ["host", "x-forwarded-host", "forwarded", "x-original-host", "x-host"];
    const hosts = ["evil.test", "evil.test:443", "127.0.0.1:3000@evil.test", "host=evil.test;proto=https"];
    for (const headers of names.flatMap((name) => hosts.map((host) => ({ [name]: host })))) {
      const answer = await api.call(start, { as: alice, params: { provider }, body: {}, headers });
      const asked = new URL(String(answer.json.url)).searchParams.get("redirect_uri");
      expect(asked).toBe(`${here}/api/v1/calendar/connect/${provider}/callback`);
    }
  });

  it("S4 an account that somebody else of the workspace has connected is refused, and stays as it was", async () => {
    const [alice, bob] = [await asAlice(), await asBob()];
    const email = await makeAccount(which);
    const { connection } = await connect(alice, which, { email });
    const before = await openStoredTokens(api, api.cast.home, connection);
    expect((await connect(bob, which, { email })).result).toBe("account_taken");
    expect(await openStoredTokens(api, api.cast.home, connection)).toEqual(before);
    expect((await list(bob)).connections.map(({ accountEmail }) => accountEmail)).not.toContain(email);
    const audit = await api.call("GET /api/v1/audit", { as: alice, query: { action: "connection.refused" } });
    expect(audit.text).toContain("account_taken");
  });

  it("S4 the same account in another workspace is another connection", async () => {
    const [alice, mallory] = [await asAlice(), await api.signIn(api.cast.mallory)];
    const email = await makeAccount(which);
    const ours = await connect(alice, which, { email });
    const theirs = await connect(mallory, which, { email });
    expect([ours.result, theirs.result]).toEqual(["connected", "connected"]);
    expect(ours.connection).not.toBe(theirs.connection);
  });

  it("S7 S57 the tokens show in no answer, no address and no line of the log", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const back = await decideConsent(await begin(alice, provider), { email });
    const landing = await comeBack(alice, provider, back);
    const canaries = await openStoredTokens(api, api.cast.home, landing.connection);
    expect(canaries).toHaveLength(2);
    const answers = [landing.answer, await api.call("GET /api/v1/calendar/connections", { as: alice })];
    const shown = answers.map(({ text, headers }) => `${text} ${JSON.stringify([...headers])}`).join("\n");
    for (const canary of [...canaries, back.searchParams.get("code") ?? "none"])
      expect(`${shown}${api.logged()}`).not.toContain(canary);
  });

  it("an answer works once, and coming back with it again changes nothing", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const back = await decideConsent(await begin(alice, provider), { email });
    const { connection } = await comeBack(alice, provider, back);
    const before = await openStoredTokens(api, api.cast.home, connection);
    expect((await comeBack(alice, provider, back)).result).toBe("connect_used");
    expect(await openStoredTokens(api, api.cast.home, connection)).toEqual(before);
  });

  it("S30 of two who come back with one answer at once exactly one connects", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const back = await decideConsent(await begin(alice, provider), { email });
    const results = await Promise.all([1, 2, 3].map(async () => (await comeBack(alice, provider, back)).result));
    expect(results.toSorted()).toEqual(["connect_used", "connect_used", "connected"]);
  });

  it("two tabs that connect one account at once end in one connection", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const backs = [];
    for (let tab = 0; tab < 2; tab += 1) backs.push(await decideConsent(await begin(alice, provider), { email }));
    const landings = await Promise.all(backs.map((back) => comeBack(alice, provider, back)));
    expect(landings.map(({ result }) => result).toSorted()).toEqual(["connected", "reconnected"]);
    expect(new Set(landings.map(({ connection }) => connection)).size).toBe(1);
  });

  it("an attempt lasts 10 minutes", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const back = await decideConsent(await begin(alice, provider), { email });
    api.pass(10);
    expect((await comeBack(alice, provider, back)).result).toBe("connect_expired");
    await expect(find(alice, email)).rejects.toThrow("not connected");
  });

  it("is finished by who began it, in the session in which they did", async () => {
    const [alice, elsewhere, bob] = [await asAlice(), await asAlice(), await asBob()];
    const mallory = await api.signIn(api.cast.mallory);
    const email = await makeAccount(which);
    const back = await decideConsent(await begin(alice, provider), { email });
    expect((await comeBack(bob, provider, back)).result).toBe("connect_other_person");
    expect((await comeBack(elsewhere, provider, back)).result).toBe("connect_other_session");
    expect((await comeBack(mallory, provider, back)).result).toBe("connect_unknown");
    expect(await comeBack({}, provider, back)).toMatchObject({ path: "/sign-in" });
    expect((await comeBack(alice, provider, back)).result).toBe("connected");
  });

  it("a person who declines is told so, and nothing is stored", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    expect((await connect(alice, which, { email, deny: true })).result).toBe("connect_denied");
    await expect(find(alice, email)).rejects.toThrow("not connected");
  });

  it("what nobody asked for leads to a sentence, not to an error", async () => {
    const alice = await asAlice();
    const state = randomBytes(32).toString("base64url");
    for (const query of ["", "code=a", `state=${state}`, `code=a&state=${state}`, `error=access_denied&state=${state}`])
      expect((await comeBack(alice, provider, new URL(`${here}/?${query}`))).result).toBe("connect_unknown");
  });

  it("what the provider broke off without a reason is told as that", async () => {
    const alice = await asAlice();
    const state = new URL(await begin(alice, provider)).searchParams.get("state") ?? "";
    const back = new URL(`${here}/?error=server_error&state=${state}`);
    expect((await comeBack(alice, provider, back)).result).toBe("connect_broken_off");
  });

  it.each([
    ["client_refused", "connect_client_rejected"],
    ["outage", "provider_away"],
  ])("TOK-6 %s at the token endpoint is told as %s", async (trouble, result) => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const back = await decideConsent(await begin(alice, provider), { email });
    const error = provider === "google" ? "invalid_client" : "AADSTS7000215";
    const fault = trouble === "outage" ? { fault: "outage" } : { fault: "status", params: { error } };
    await sandbox.control("POST", "faults", { ...fault, provider: which.name, operation: "oauth.exchange" });
    expect((await comeBack(alice, provider, back)).result).toBe(result);
    await sandbox.control("DELETE", "faults");
    await expect(find(alice, email)).rejects.toThrow("not connected");
  });
});
