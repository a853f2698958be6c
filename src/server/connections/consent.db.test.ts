import { describe, expect, it } from "vitest";

import type { As } from "@/testing/api";
import { addMember } from "@/testing/cast";
import { decideConsent } from "@/testing/consent-page";
import { bothProviders, here, useConnecting } from "@/testing/connecting";

const connecting = await useConnecting();
const { api, sandbox, makeAccount, begin, comeBack, connect, find, list, work, pass, edit } = connecting;
const [google, outlook] = bothProviders;
const scope = (name: string) => `https://www.googleapis.com/auth/${name}`;
const asAlice = () => api.signIn(api.cast.alice);

const dueStates = (connectionId: string) =>
  api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    tx.calendarSyncState.count({ where: { calendar: { connectionId }, nextSyncAt: { not: null } } }),
  );

it("S6 asks for these scopes and no other; a new one has to be written down here first", async () => {
  const alice = await asAlice();
  const asked = async (provider: string) =>
    (new URL(await begin(alice, provider)).searchParams.get("scope") ?? "").split(" ").toSorted();
  expect(await asked(google.provider)).toEqual([
    "email",
    scope("calendar.calendarlist.readonly"),
    scope("calendar.events"),
    scope("calendar.freebusy"),
    "openid",
  ]);
  expect(await asked(outlook.provider)).toEqual([
    "email",
    "https://graph.microsoft.com/Calendars.ReadWrite",
    "https://graph.microsoft.com/MailboxSettings.Read",
    "offline_access",
    "openid",
    "profile",
  ]);
});

const readingOnly = [
  {
    which: google,
    asked: [
      "email",
      scope("calendar.calendarlist.readonly"),
      scope("calendar.events.readonly"),
      scope("calendar.freebusy"),
      "openid",
    ],
    writing: scope("calendar.events"),
  },
  {
    which: outlook,
    asked: [
      "email",
      "https://graph.microsoft.com/Calendars.Read",
      "https://graph.microsoft.com/MailboxSettings.Read",
      "offline_access",
      "openid",
      "profile",
    ],
    writing: "https://graph.microsoft.com/Calendars.ReadWrite",
  },
];

describe.each(readingOnly)("S6 a person who lets us only read ($which.provider)", ({ which, asked, writing }) => {
  const connectReading = async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    const address = await begin(alice, which.provider, { mayWrite: false });
    const landing = await comeBack(alice, which.provider, await decideConsent(address, { email }));
    return { alice, email, address, landing };
  };
  const scopesOf = (address: string) => (new URL(address).searchParams.get("scope") ?? "").split(" ").toSorted();
  const switchTo = (as: As, id: string, syncDirection: string) =>
    api.call("PATCH /api/v1/calendar/calendars/{id}", { as, params: { id }, body: { syncDirection } });
  const directions = async (as: As, email: string) =>
    (await find(as, email)).calendars.map(({ syncDirection }) => syncDirection);

  it("is asked for that alone, misses nothing, and is read, an hour later too", async () => {
    const { alice, email, address, landing } = await connectReading();
    expect(scopesOf(address)).toEqual(asked);
    expect(landing.result).toBe("connected");
    const [start, end] = [24, 25].map((hours) => new Date(api.deps.now().getTime() + hours * 3_600_000).toISOString());
    await edit(email, { do: "create", event: { summary: "Kick-off", start, end } });
    await pass(3_600_000);
    await work();
    expect(await find(alice, email)).toMatchObject({ missing: null, mayWrite: false, authStatus: "active" });
    const seen = await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, async (tx) => ({
      titles: (await tx.event.findMany({ where: { calendar: { connectionId: landing.connection } } })).map(
        ({ title }) => title,
      ),
      error: (await tx.connection.findFirstOrThrow({ where: { id: landing.connection } })).lastError,
    }));
    expect(seen).toEqual({ titles: ["Kick-off"], error: null });
  });

  it("has nothing written into the account, and is told so where it would be switched on", async () => {
    const { alice, email } = await connectReading();
    expect(await directions(alice, email)).toEqual(["read"]);
    const [calendar] = (await find(alice, email)).calendars;
    const refused = await switchTo(alice, calendar?.id ?? "", "two_way");
    expect(refused).toMatchObject({ status: 409, json: { code: "calendar_is_read_only" } });
  });

  it("stays so when it reconnects, and allows writing later in the same connection", async () => {
    const { alice, email, landing } = await connectReading();
    const repair = { connectionId: landing.connection };
    expect(scopesOf(await begin(alice, which.provider, repair))).toEqual(asked);
    expect(await connect(alice, which, { email, ...repair })).toMatchObject({ result: "reconnected" });
    expect((await find(alice, email)).mayWrite).toBe(false);
    const address = await begin(alice, which.provider, { ...repair, mayWrite: true });
    expect(scopesOf(address)).toContain(writing);
    expect(await comeBack(alice, which.provider, await decideConsent(address, { email }))).toMatchObject({
      result: "reconnected",
      ...{ connection: landing.connection },
    });
    expect(await find(alice, email)).toMatchObject({ mayWrite: true, missing: null });
    expect(await directions(alice, email)).toEqual(["two_way"]);
  });

  it("is not made of somebody who can be booked, by a press of Connect that asks for less", async () => {
    const alice = await asAlice();
    const email = await makeAccount(which);
    await connect(alice, which, { email });
    const address = await begin(alice, which.provider, { mayWrite: false });
    await comeBack(alice, which.provider, await decideConsent(address, { email }));
    expect(await find(alice, email)).toMatchObject({ mayWrite: true });
  });
});

describe("a person who allows some of it (F40)", () => {
  it.each([
    { withhold: "calendar.freebusy", missing: ["free_busy"], words: "your free times", isDue: true },
    { withhold: "calendar.events", missing: ["read_events", "write_events"], words: "your events", isDue: false },
    {
      withhold: "calendar.calendarlist.readonly",
      missing: ["list_calendars"],
      words: "the list of your calendars",
      isDue: false,
    },
  ])(
    "without $withhold what still works goes on, and the rest is named",
    async ({ withhold, missing, words, isDue }) => {
      const alice = await asAlice();
      const email = await makeAccount(google);
      const landing = await connect(alice, google, { email, withhold: [scope(withhold)] });
      expect(landing.result).toBe("connected_partly");
      const connection = await find(alice, email);
      expect(connection.missing?.features).toEqual(missing);
      expect(connection.missing?.sentence).toContain(words);
      expect(connection.authStatus).toBe("active");
      expect((await dueStates(connection.id)) > 0).toBe(isDue);
      expect(connection.calendars.length > 0).toBe(!missing.includes("list_calendars"));
    },
  );

  it("is asked for the list again in hours, which counts as no failure of anybody", async () => {
    const alice = await asAlice();
    const withhold = [scope("calendar.calendarlist.readonly")];
    const { connection } = await connect(alice, google, { email: await makeAccount(google), withhold });
    await pass(61_000);
    await work();
    const row = await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.dueWork.findFirstOrThrow({ where: { kind: "connection.discover", key: { endsWith: connection } } }),
    );
    expect(row).toMatchObject({ failures: 0, deadAt: null });
    expect(row.dueAt.getTime() - api.deps.now().getTime()).toBeGreaterThan(5 * 3_600_000);
  });

  it("and allows the rest later gets the rest, in the same connection", async () => {
    const alice = await asAlice();
    const email = await makeAccount(google);
    const first = await connect(alice, google, { email, withhold: [scope("calendar.calendarlist.readonly")] });
    const again = await connect(alice, google, { email, connectionId: first.connection });
    expect(again).toMatchObject({ result: "reconnected", connection: first.connection });
    expect(await find(alice, email)).toMatchObject({ missing: null, counts: { selected: 1 } });
  });

  it("at Microsoft, where it can be done, is told the same way", async () => {
    await sandbox.control("POST", "switches", { microsoft: { partialConsent: true } });
    const alice = await asAlice();
    const email = await makeAccount(outlook);
    const withhold = ["https://graph.microsoft.com/Calendars.ReadWrite"];
    const landing = await connect(alice, outlook, { email, withhold });
    await sandbox.control("POST", "switches", { microsoft: { partialConsent: false } });
    expect(landing.result).toBe("connected_partly");
    expect((await find(alice, email)).missing?.features).toContain("read_events");
    expect(await dueStates(landing.connection)).toBe(0);
  });
});

it("TOK-6 where a company's administrator has to allow it first, the sentence is about them", async () => {
  const alice = await asAlice();
  const email = await makeAccount(outlook);
  await sandbox.control("POST", "switches", { microsoft: { adminConsentRequired: true } });
  expect((await connect(alice, outlook, { email })).result).toBe("connect_needs_admin");
  await sandbox.control("POST", "switches", { microsoft: { adminConsentRequired: false } });
  await expect(find(alice, email)).rejects.toThrow("not connected");
});

it.each([
  ["AADSTS53003", "invalid_grant", "connect_policy"],
  ["AADSTS50057", "invalid_grant", "connect_account_blocked"],
  ["AADSTS50105", "access_denied", "connect_account_blocked"],
  ["AADSTS65004", "access_denied", "connect_denied"],
])("TOK-6 %s from the consent page has a sentence of its own", async (number, error, result) => {
  const alice = await asAlice();
  const state = new URL(await begin(alice, outlook.provider)).searchParams.get("state") ?? "";
  const told = new URLSearchParams({ error, state, error_description: `${number}: Something about a company.` });
  expect((await comeBack(alice, outlook.provider, new URL(`${here}/?${told}`))).result).toBe(result);
});

it("the account comes into the workspace in which Connect was pressed, whatever another tab switches to", async () => {
  const { cast, deps } = api;
  await addMember(deps.db, { workspaceId: cast.elsewhere, userId: cast.grace, role: "member" });
  const grace = await api.signIn(cast.grace);
  await api.call("POST /api/v1/me/workspace", { as: grace, body: { workspaceId: cast.home } });
  const email = await makeAccount(google);
  const back = await decideConsent(await begin(grace, google.provider), { email });
  await api.call("POST /api/v1/me/workspace", { as: grace, body: { workspaceId: cast.elsewhere } });
  expect((await comeBack(grace, google.provider, back)).result).toBe("connected");
  expect((await list(grace)).connections).toEqual([]);
  await api.call("POST /api/v1/me/workspace", { as: grace, body: { workspaceId: cast.home } });
  expect((await find(grace, email)).provider).toBe(google.provider);
});

describe("the page to come back to", () => {
  const start = (returnTo: string) =>
    asAlice().then((as) =>
      api.call("POST /api/v1/calendar/connect/{provider}", {
        as,
        params: { provider: google.provider },
        body: { returnTo },
      }),
    );

  it("is a page of ours", async () => {
    const alice = await asAlice();
    const address = await begin(alice, google.provider, { returnTo: "/welcome?step=2" });
    const back = await decideConsent(address, { email: await makeAccount(google) });
    expect(await comeBack(alice, google.provider, back)).toMatchObject({ path: "/welcome", result: "connected" });
  });

  it.each([
    "https://evil.test/",
    "//evil.test",
    "/\\evil.test",
    "\\\\evil.test",
    "/a\\..\\evil",
    "javascript:alert(1)",
    "/api/v1/me",
    "evil",
    "/a b",
    "/a\nb",
    "",
  ])("is not %j", async (returnTo) => {
    expect((await start(returnTo)).json.code).toBe("invalid_request");
  });
});

it("where a provider is not set up, connecting says so, and the list too", async () => {
  const alice = await asAlice();
  const { providers } = api.deps;
  api.use({ providers: () => Promise.resolve(new Map()) });
  const answer = await api.call("POST /api/v1/calendar/connect/{provider}", {
    as: alice,
    params: { provider: google.provider },
    body: {},
  });
  expect(answer.json.code).toBe("provider_not_set_up");
  expect((await list(alice)).providers.map(({ isReady }) => isReady)).toEqual([false, false]);
  api.use({ providers });
  expect((await list(alice)).providers.map(({ isReady }) => isReady)).toEqual([true, true]);
});

it("GOOGLE_REDIRECT_URI counts where it is set", async () => {
  const { env } = api.deps;
  const redirectUri = `${here}/api/v1/calendar/connect/google/callback?`;
  api.use({
    env: { ...env, google: { ...(env.google ?? { clientId: "a", clientSecret: env.cronSecret }), redirectUri } },
  });
  const asked = new URL(await begin(await asAlice(), google.provider)).searchParams.get("redirect_uri");
  api.use({ env });
  expect(asked).toBe(redirectUri);
});

it("F40 what a company takes away later is named too, and comes back when it is allowed again", async () => {
  const alice = await asAlice();
  const email = await makeAccount(google);
  const { connection } = await connect(alice, google, { email });
  const keep = ["openid", "email", scope("calendar.events"), scope("calendar.calendarlist.readonly")].join(" ");
  await sandbox.control("POST", "faults", { fault: "reduce-scopes", account: email, params: { keep } });
  await pass(3_600_000);
  await work();
  expect((await find(alice, email)).missing?.features).toEqual(["free_busy"]);
  expect(await connect(alice, google, { email, connectionId: connection })).toMatchObject({ result: "reconnected" });
  expect((await find(alice, email)).missing).toBeNull();
});

it("TOK-6 a challenge that only the person can answer goes with them to the consent page", async () => {
  const alice = await asAlice();
  const { connection } = await connect(alice, outlook, { email: await makeAccount(outlook) });
  const claims = '{"access_token":{"capolids":{"essential":true,"values":["c1"]}}}';
  await api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
    tx.credential.updateMany({ where: { connectionId: connection }, data: { claims } }),
  );
  const asked = new URL(await begin(alice, outlook.provider, { connectionId: connection })).searchParams;
  expect(JSON.parse(asked.get("claims") ?? "{}")).toMatchObject(JSON.parse(claims) as object);
});
