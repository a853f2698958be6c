import { randomBytes } from "node:crypto";

import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { scopeNames } from "@/server/people/roles";
import { useApi, type As } from "@/testing/api";
import { withClient } from "@/testing/database";
import { clearDue, makeRequest, type Place } from "@/testing/requests";

import { catalog, foreignRoutes } from "./catalog";
import { isMutation, type Contract } from "./contract";
import { withoutOrigin } from "./origin";

const api = useApi();
let home: Place;
let alice: As;
beforeAll(() => {
  home = { workspaceId: api.cast.home, adminId: api.cast.alice };
});
beforeEach(async () => {
  alice = await api.signIn(api.cast.alice);
});

const routeOf = ({ method, path }: Contract) => `${method} ${path}`;
const changes = catalog.filter(({ method }) => isMutation(method));
const checked = changes.filter((contract) => withoutOrigin[routeOf(contract)] === undefined);
const named = (contracts: readonly Contract[]) =>
  contracts.map((contract): [string, Contract] => [routeOf(contract), contract]);

async function asSystem<T>(query: string, values: unknown[] = []): Promise<T[]> {
  return withClient(api.database.url, async (client) => {
    await client.query("set role daykeeper_system");
    return (await client.query(query, values)).rows as T[];
  });
}

const fingerprint = async () =>
  JSON.stringify(
    await asSystem(`select md5(string_agg(t, '|' order by t)) as all from (
    select md5(row(id, name, email, locale, time_zone, is_instance_admin, is_demo, disabled_at)::text) as t from users
    union all select md5(w::text) from (select id, name, slug, created_at from workspaces) w
    union all select md5(row(id, workspace_id, user_id, role, joined_at)::text) from memberships
    union all select md5(i::text) from invitations i
    union all select md5(row(id, workspace_id, name, scopes, key_hash, created_by, expires_at, revoked_at)::text) from api_keys
    union all select md5(row(id, user_id, token_hash, active_workspace_id, revoked_at)::text) from sessions) as everything`),
  );

const elsewhere: Record<string, Record<string, string | undefined>> = {
  "another site": { origin: "https://evil.test", "sec-fetch-site": "cross-site" },
  "another site, by a form in an old browser": { origin: "https://evil.test", "sec-fetch-site": undefined },
  "a neighbour under the same domain": { origin: "https://x.calendar.test", "sec-fetch-site": "same-site" },
  "a sandboxed frame": { origin: "null", "sec-fetch-site": "cross-site" },
  "a sandboxed frame that hides the rest": { origin: "null", "sec-fetch-site": undefined },
  "our host over http": { origin: "http://calendar.test", "sec-fetch-site": undefined },
  "the address bar": { origin: undefined, "sec-fetch-site": "none" },
  nowhere: { origin: undefined, "sec-fetch-site": undefined },
};

describe("a change is accepted from our own pages only (S16)", () => {
  it.each(named(checked))("%s", async (route, contract) => {
    for (const [where, headers] of Object.entries(elsewhere)) {
      const made = await makeRequest(api, contract.id, home);
      const before = await fingerprint();
      expect(await api.call(route, { as: alice, ...made, headers }), where).toMatchObject({
        status: 403,
        json: { code: "origin_refused" },
      });
      expect(await fingerprint(), where).toBe(before);
    }
  });

  it("with these exceptions and no others, each for its reason", () => {
    expect(Object.keys(withoutOrigin).toSorted()).toEqual([
      "POST /api/calendars/configurations/{id}/check-availability",
      "POST /api/cron/calendar-sync",
      "POST /api/csp-report",
      "POST /api/webhooks/{provider}",
    ]);
    const there = [...changes.map(routeOf), ...Object.keys(foreignRoutes).map((path) => `POST ${path}`)];
    for (const route of Object.keys(withoutOrigin)) expect(there).toContain(route);
  });

  it("and an API key needs no origin, because no browser sends it by itself", async () => {
    const key = await api.keyFor(api.cast.home, api.cast.alice, scopeNames);
    expect((await api.call("PATCH /api/v1/workspace", { as: key, body: { name: "x" } })).json.code).toBe(
      "key_not_accepted",
    );
  });

  it("and no change answers to GET", async () => {
    for (const contract of checked) {
      const made = await makeRequest(api, contract.id, home);
      const before = await fingerprint();
      const { status } = await api.call(`GET ${contract.path}`, {
        as: alice,
        params: made.params ?? {},
        query: { ...(made.body as Record<string, string>) },
      });
      expect([200, 405, 422], routeOf(contract)).toContain(status);
      expect(await fingerprint(), routeOf(contract)).toBe(before);
    }
  });
});

/** Every column there is, in the spelling of the database and of the code. */
const columns = {
  id: "3f0d7c1e-6a51-4a3c-9a55-1d2b8f6c7e10",
  userId: "3f0d7c1e-6a51-4a3c-9a55-1d2b8f6c7e10",
  user_id: "x",
  workspaceId: "x",
  workspace_id: "x",
  email: "mallory@evil.test",
  role: "admin",
  isInstanceAdmin: true,
  is_instance_admin: true,
  isDemo: true,
  disabledAt: null,
  tokenHash: "x",
  keyHash: "x",
  slug: "x",
  createdAt: "2020-01-01T00:00:00Z",
  createdBy: "x",
  invitedBy: "x",
  acceptedAt: "2020-01-01T00:00:00Z",
  revokedAt: null,
  expiresAt: "2099-01-01T00:00:00Z",
  lastUsedAt: null,
  prefix: "dk_x",
  scopes: ["members:read"],
  joinedAt: "2020-01-01T00:00:00Z",
  sessionId: "x",
  method: "x",
  plan: "enterprise",
};

describe("no field can be smuggled into a row (S26)", () => {
  it.each(named(changes.filter(({ body, id }) => body !== undefined && id !== "reportPolicyViolation")))(
    "%s",
    async (route, contract) => {
      const made = await makeRequest(api, contract.id, home);
      const before = await fingerprint();
      for (const [name, value] of Object.entries(columns)) {
        const own = { ...(made.body as object | undefined) };
        if (Object.hasOwn(own, name)) continue;
        const answer = await api.call(route, { as: alice, ...made, body: { ...own, [name]: value } });
        // Some columns are this route's own optional fields; all others are refused by name.
        const isOwn = contract.id === "updateMe" && ["name", "locale", "timeZone"].includes(name);
        if (!isOwn)
          expect(answer, name).toMatchObject({
            status: 422,
            json: { errors: [{ path: name, message: "This field is not known." }] },
          });
      }
      expect(await fingerprint()).toBe(before);
    },
  );
});

describe("strangers learn nothing (S32)", () => {
  beforeEach(() => clearDue(api));

  it("from health and readiness but up or down, also when a part is down", async () => {
    expect((await api.call("GET /api/healthz")).text).toBe('{"status":"up"}');
    const ready = await api.call("GET /api/readyz");
    expect(ready.status).toBe(503);
    expect(Object.keys(ready.json).toSorted()).toEqual(["code", "detail", "requestId", "status", "title", "type"]);
    expect(ready.text).not.toMatch(/worker|postgres|migrat|version|18\.|127\.0/i);
    expect(api.logged()).toContain('"down":["worker"]');
    await makeRequest(api, "ready", home);
    await new Promise((resolve) => {
      setTimeout(resolve, 1_100);
    });
    expect((await api.call("GET /api/readyz")).text).toBe('{"status":"up"}');
  });

  it("from metrics without the token, and with it no names or secrets", async () => {
    for (const given of [
      undefined,
      "x",
      api.deps.env.metricsToken?.reveal().slice(0, -1),
      `${api.deps.env.metricsToken?.reveal()}x`,
    ]) {
      expect((await api.call("GET /api/metrics", given === undefined ? {} : { as: { key: given } })).json.code).toBe(
        "metrics_token_required",
      );
    }
    expect(
      (await api.call("GET /api/metrics", { query: { token: api.deps.env.metricsToken?.reveal() ?? "" } })).status,
    ).toBe(401);
    const { status, text, headers } = await api.call("GET /api/metrics", {
      as: { key: api.deps.env.metricsToken?.reveal() ?? "" },
    });
    expect(status).toBe(200);
    expect(headers.get("content-type")).toContain("text/plain");
    expect(text).toContain("daykeeper_http_requests_total");
    expect(text).not.toMatch(/@|[0-9a-f]{8}-[0-9a-f]{4}-/);
  });

  it("from any address whatsoever: what answers anonymously is this list", async () => {
    const open: string[] = [];
    for (const contract of catalog) {
      const made = await makeRequest(api, contract.id, home);
      const { status } = await api.call(routeOf(contract), made);
      if (status < 400) open.push(contract.id);
    }
    // finishConnect only leads a browser on: to signing in, where nobody is.
    expect(open.toSorted()).toEqual([
      "cancelByLink",
      "checkAvailability",
      "finishConnect",
      "health",
      "inviteGuests",
      "lookUpBooking",
      "lookUpGuests",
      "lookUpInvitation",
      "openApi",
      "ready",
      "reportPolicyViolation",
    ]);
  });

  it("from an address that does not exist", async () => {
    for (const path of ["admin", "v1/nothing", "v2/me", "v1/members/x/y"]) {
      expect(await api.call("GET /api/{...path}", { params: { path: path.split("/") } })).toMatchObject({
        status: 404,
        json: { code: "no_such_address" },
      });
    }
  });
});

describe("what is done is written down (S60)", () => {
  const entries = () => asSystem<{ n: string }>("select count(*) as n from audit_log").then(([row]) => Number(row?.n));

  it.each(named(catalog.filter(({ access }) => access.to === "workspace" || access.to === "instance")))(
    "%s leaves an entry when it is refused",
    async (route, contract) => {
      const made = await makeRequest(api, contract.id, home);
      const needs =
        contract.access.to === "workspace" && contract.access.role === "member" ? api.cast.ivo : api.cast.bob;
      const before = await entries();
      expect((await api.call(route, { as: await api.signIn(needs), ...made })).status).toBe(403);
      const [entry] = await asSystem<{ subject_id: string; actor_id: string }>(
        "select subject_id, actor_id from audit_log where action = 'access.refused' order by at desc, seq desc limit 1",
      );
      expect(entry).toEqual({ subject_id: route, actor_id: needs });
      expect(await entries()).toBeGreaterThan(before);
    },
  );

  it("entries name who did it by id, never by name or address, and never hold a secret", async () => {
    const rows = await asSystem<{ all: string }>(
      "select string_agg(detail::text || coalesce(subject_id, '') || coalesce(actor_id, ''), '|') as all from audit_log",
    );
    expect(rows[0]?.all).not.toMatch(/@|Alice|Bob|dk_/);
  });
});

describe("canaries (S57)", () => {
  it.each(named(catalog))("sent in every place of %s reach neither the log nor an answer", async (route, contract) => {
    const words = Array.from({ length: 8 }, () => randomBytes(32).toString("base64url"));
    const [cookie = "", bearer = "", query = "", password = "", token = "", header = "", id = "", session = ""] = words;
    const asks = [
      { as: { cookie: `__Host-daykeeper.session=${session}; other=${cookie}` }, headers: { "x-api-key": header } },
      { as: { key: bearer } },
      { as: { key: `dk_aaaaaaaa_${bearer}` } },
      { as: alice, query: { code: query, access_token: query, actor: query } },
      { as: alice, params: { id }, body: { token, password, client_secret: password, name: token.repeat(10) } },
      { as: alice, body: `{"refresh_token":"${token}`, headers: { "content-type": "application/json" } },
      {
        as: alice,
        headers: { referer: `https://calendar.test/invite?token=${token}`, "user-agent": `Agent ${header}` },
      },
    ];
    const before = api.logged().length;
    let said = "";
    for (const ask of asks) {
      const { text, headers } = await api.call(route, contract.method === "GET" ? { ...ask, body: undefined } : ask);
      said += `${text}${JSON.stringify([...headers])}`;
    }
    said += api.logged().slice(before);
    expect(words.filter((word) => said.includes(word))).toEqual([]);
  });

  it("neither do the secrets that are shown once: links and keys", async () => {
    const link = String(
      (await api.call("POST /api/v1/invitations", { as: alice, body: { email: "quiet@example.test", role: "member" } }))
        .json.link,
    );
    const secret = String(
      (await api.call("POST /api/v1/keys", { as: alice, body: { name: "x", scopes: ["audit:read"] } })).json.secret,
    );
    const token = link.split("#")[1] ?? "";
    await api.call("POST /api/v1/invitations/look-up", { body: { token } });
    await api.call("GET /api/v1/audit", { as: { key: secret } });
    expect(link).toMatch(/^https:\/\/calendar\.test\/invite#[\w-]{43}$/);
    expect(secret).toMatch(/^dk_[0-9a-f]{8}_[\w-]{43}$/);
    for (const word of [token, secret, secret.slice(12)]) expect(api.logged()).not.toContain(word);
    const stored =
      JSON.stringify(await asSystem("select * from invitations")) +
      JSON.stringify(await asSystem("select * from api_keys"));
    for (const word of [token, secret, secret.slice(12)]) expect(stored).not.toContain(word);
  });
});
