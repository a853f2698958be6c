import { beforeAll, beforeEach, describe, expect, it } from "vitest";

import { useApi, type As } from "@/testing/api";
import { makeInvitation, makeMember, type Place } from "@/testing/requests";

const api = useApi();
let home: Place;
let alice: As;
beforeAll(() => {
  home = { workspaceId: api.cast.home, adminId: api.cast.alice };
});
beforeEach(async () => {
  alice = await api.signIn(api.cast.alice);
});

type Listed = {
  id: string;
  email: string;
  name: string;
  role: string;
  action: string;
  at: string;
  secret: string;
  prefix: string;
  lastUsedAt: string | null;
};
const list = async (route: string, key: string, as: As = alice, query: Record<string, string> = {}) =>
  (await api.call(route, { as, query })).json[key] as Listed[];

async function emailOf(userId: string): Promise<string> {
  return String(
    ((await api.call("GET /api/v1/me", { as: await api.signIn(userId) })).json.user as { email: string }).email,
  );
}

describe("a profile", () => {
  it("can be changed by its person, field by field", async () => {
    const bob = await api.signIn(api.cast.bob);
    const patch = async (body: unknown) => (await api.call("PATCH /api/v1/me", { as: bob, body })).json.user;
    expect(await patch({ name: "  Bob Vance " })).toMatchObject({ name: "Bob Vance", timeZone: "Europe/Berlin" });
    expect(await patch({ timeZone: "Europe/Kyiv" })).toMatchObject({ name: "Bob Vance", timeZone: "Europe/Kyiv" });
    expect(await patch({ locale: "en" })).toMatchObject({ locale: "en", timeZone: "Europe/Kyiv" });
  });

  it.each([
    { name: "" },
    { name: "   " },
    { name: "x".repeat(121) },
    { name: "a\nb" },
    { name: "a\u202eb" },
    { name: "a\u0000b" },
    { name: "\ud800" },
    { timeZone: "Mars/Phobos" },
    { timeZone: "+02:00" },
    { timeZone: "" },
    { locale: "xx" },
    { name: null },
  ])("does not take %j", async (body) => {
    expect((await api.call("PATCH /api/v1/me", { as: alice, body })).json.code).toBe("invalid_request");
  });

  it("shows every workspace of the person, and switching changes this session only", async () => {
    const { cast, deps } = api;
    const { addMember } = await import("@/testing/cast");
    await addMember(deps.db, { workspaceId: cast.elsewhere, userId: cast.grace, role: "member" });
    const [one, two] = [await api.signIn(cast.grace), await api.signIn(cast.grace)];
    const here = async (as: As) =>
      ((await api.call("GET /api/v1/me", { as })).json.workspace as { id: string; role: string }).id;
    const before = await here(two);
    const target = before === cast.home ? cast.elsewhere : cast.home;
    expect((await api.call("POST /api/v1/me/workspace", { as: one, body: { workspaceId: target } })).status).toBe(204);
    expect([await here(one), await here(two)]).toEqual([target, before]);
    expect((await api.call("GET /api/v1/me", { as: one })).json.workspaces as unknown[]).toHaveLength(2);
  });
});

describe("sessions", () => {
  it("are listed with where and how they began, and end all at once but this one", async () => {
    const here = await api.signIn(api.cast.mallory);
    await api.signIn(api.cast.mallory);
    await api.signIn(api.cast.mallory);
    const sessions = await list("GET /api/v1/me/sessions", "sessions", here);
    expect(sessions).toHaveLength(3);
    expect(sessions[0]).toMatchObject({ userAgent: "Test browser", address: "203.0.113.7", method: "test" });
    expect((await api.call("DELETE /api/v1/me/sessions", { as: here })).json).toEqual({ revoked: 2 });
    expect(await list("GET /api/v1/me/sessions", "sessions", here)).toHaveLength(1);
  });
});

describe("members", () => {
  it("are listed by name with role and times, and nobody of another workspace", async () => {
    const names = (await list("GET /api/v1/members", "members")).map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(names).toEqual(expect.arrayContaining(["Alice", "Grace"]));
    expect(names).not.toContain("Mallory");
  });

  it("the last admin can neither leave nor be demoted, by anybody (409 last_admin)", async () => {
    const mallory = await api.signIn(api.cast.mallory);
    await api.call("POST /api/v1/me/workspace", { as: mallory, body: { workspaceId: api.cast.elsewhere } });
    const own = (await list("GET /api/v1/members", "members", mallory)).find(({ name }) => name === "Mallory");
    const params = { id: own?.id ?? "" };
    expect(
      await api.call("PATCH /api/v1/members/{id}", { as: mallory, params, body: { role: "member" } }),
    ).toMatchObject({ status: 409, json: { code: "last_admin" } });
    expect(await api.call("DELETE /api/v1/members/{id}", { as: mallory, params })).toMatchObject({
      status: 409,
      json: { code: "last_admin" },
    });
    expect((await api.call("GET /api/v1/keys", { as: mallory })).status).toBe(200);
  });

  it("an admin can hand over and leave", async () => {
    const { id, userId } = await makeMember(api, home, "admin");
    const as = await api.signIn(userId);
    expect((await api.call("DELETE /api/v1/members/{id}", { as, params: { id } })).status).toBe(204);
    expect((await api.call("GET /api/v1/me", { as })).json.workspace).toBeNull();
  });
});

describe("invitations", () => {
  it("are open once per address and workspace, and can be taken back", async () => {
    const { id, email, token } = await makeInvitation(home);
    expect((await list("GET /api/v1/invitations", "invitations")).map((one) => one.email)).toContain(email);
    expect(
      (await api.call("POST /api/v1/invitations", { as: alice, body: { email: email.toUpperCase(), role: "admin" } }))
        .json.code,
    ).toBe("already_invited");
    expect((await api.call("DELETE /api/v1/invitations/{id}", { as: alice, params: { id } })).status).toBe(204);
    expect(await api.call("POST /api/v1/invitations/look-up", { body: { token } })).toMatchObject({
      status: 410,
      json: { code: "link_ended" },
    });
    expect((await api.call("POST /api/v1/invitations", { as: alice, body: { email, role: "member" } })).status).toBe(
      201,
    );
  });

  it("are not sent to who is in already", async () => {
    expect(
      (
        await api.call("POST /api/v1/invitations", {
          as: alice,
          body: { email: await emailOf(api.cast.bob), role: "member" },
        })
      ).json.code,
    ).toBe("already_member");
  });

  it("say the same about a wrong, used, revoked or expired link (S30)", async () => {
    const expired = await makeInvitation(home);
    api.pass(7 * 24 * 60 + 1);
    const look = async (token: string) =>
      (await api.call("POST /api/v1/invitations/look-up", { body: { token } })).json;
    const answers = await Promise.all([expired.token, "x".repeat(43), "", "../../x"].map(look));
    expect(new Set(answers.map(({ requestId: _id, ...rest }) => JSON.stringify(rest))).size).toBe(1);
    expect(answers[0]?.code).toBe("link_ended");
    alice = await api.signIn(api.cast.alice);
    expect(
      (await api.call("POST /api/v1/invitations", { as: alice, body: { email: expired.email, role: "member" } }))
        .status,
    ).toBe(201);
  });

  it("are joined by the person of that address, once, with the role they name", async () => {
    const userId = (await import("@/testing/cast")).createPerson(api.deps.db, "Trent");
    const as = await api.signIn(await userId);
    const { json } = await api.call("POST /api/v1/invitations", {
      as: alice,
      body: { email: await emailOf(await userId), role: "manager" },
    });
    const token = String(json.link).split("#")[1] ?? "";
    const seen = await api.call("POST /api/v1/invitations/look-up", { body: { token } });
    expect(seen.json).toMatchObject({
      workspace: { name: "Home" },
      role: "manager",
      invitedBy: { name: "Alice" },
      mustSignIn: true,
    });
    expect(seen.headers.get("set-cookie")).toMatch(
      /^__Host-daykeeper\.invite=[\w-]{43}; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax; Secure$/,
    );

    expect(
      (await api.call("POST /api/v1/invitations/accept", { as: await api.signIn(api.cast.bob), body: { token } })).json
        .code,
    ).toBe("other_address");
    const both = await Promise.all(
      [0, 1].map(() => api.call("POST /api/v1/invitations/accept", { as, body: { token } })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 410]);
    expect((await api.call("GET /api/v1/me", { as })).json.workspace).toMatchObject({
      id: api.cast.home,
      role: "manager",
    });
    expect((await api.call("POST /api/v1/invitations/look-up", { body: { token } })).status).toBe(410);
  });

  it.each([
    "",
    "bob",
    "bob@",
    "@meridian.test",
    "a@b@c.test",
    "bob@meridian.test\r\nBcc: x@evil.test",
    `${"x".repeat(250)}@a.test`,
    "<bob@meridian.test>",
  ])("are not made for %j", async (email) => {
    expect((await api.call("POST /api/v1/invitations", { as: alice, body: { email, role: "member" } })).json.code).toBe(
      "invalid_request",
    );
  });
});

describe("API keys", () => {
  it("work from the moment they are made until they are revoked", async () => {
    const made = await api.call("POST /api/v1/keys", {
      as: alice,
      body: { name: "Reporting", scopes: ["workspace:read"], expiresInDays: 30 },
    });
    const { secret, key } = made.json as { secret: string; key: Listed };
    expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
    expect(key.lastUsedAt).toBeNull();
    expect((await api.call("GET /api/v1/workspace", { as: { key: secret } })).json.id).toBe(api.cast.home);
    const listed = (await list("GET /api/v1/keys", "keys")).find(({ id }) => id === key.id);
    expect(listed?.lastUsedAt).not.toBeNull();
    expect(JSON.stringify(listed)).not.toContain(secret.slice(key.prefix.length + 1));

    expect((await api.call("DELETE /api/v1/keys/{id}", { as: alice, params: { id: key.id } })).status).toBe(204);
    expect(await api.call("GET /api/v1/workspace", { as: { key: secret } })).toMatchObject({
      status: 401,
      json: { code: "key_not_valid" },
    });
    expect((await list("GET /api/v1/keys", "keys")).map(({ id }) => id)).not.toContain(key.id);
  });

  it("end on their day", async () => {
    const { json } = await api.call("POST /api/v1/keys", {
      as: alice,
      body: { name: "Short", scopes: ["workspace:read"], expiresInDays: 1 },
    });
    api.pass(24 * 60 + 1);
    expect((await api.call("GET /api/v1/workspace", { as: { key: String(json.secret) } })).json.code).toBe(
      "key_not_valid",
    );
  });

  it("win over a cookie that comes along, so that a machine never acts as a person", async () => {
    const key = await api.keyFor(api.cast.home, api.cast.alice, ["workspace:read"]);
    expect((await api.call("GET /api/v1/me", { as: { ...alice, ...key } })).json.code).toBe("key_not_accepted");
    expect((await api.call("GET /api/v1/me", { as: { ...alice, key: "dk_00000000_x" } })).json.code).toBe(
      "key_not_valid",
    );
  });

  it("are 50 per workspace at most", async () => {
    const mallory = await api.signIn(api.cast.mallory);
    await api.call("POST /api/v1/me/workspace", { as: mallory, body: { workspaceId: api.cast.elsewhere } });
    for (let count = 0; count < 50; count += 1) await api.keyFor(api.cast.elsewhere, api.cast.mallory, []);
    expect(
      await api.call("POST /api/v1/keys", { as: mallory, body: { name: "x", scopes: ["audit:read"] } }),
    ).toMatchObject({ status: 409, json: { code: "too_many_keys" } });
  });

  it.each([
    { name: "x", scopes: [] },
    { name: "x", scopes: ["root"] },
    { name: "x", scopes: ["audit:read", "audit:read"] },
    { name: "", scopes: ["audit:read"] },
    { name: "x", scopes: ["audit:read"], expiresInDays: 0 },
    { name: "x", scopes: ["audit:read"], expiresInDays: 731 },
  ])("are not made of %j", async (body) => {
    expect((await api.call("POST /api/v1/keys", { as: alice, body })).json.code).toBe("invalid_request");
  });
});

describe("the audit log", () => {
  it("is read newest first, page by page, without gap or repetition", async () => {
    const whole = await list("GET /api/v1/audit", "entries", alice, { limit: "200" });
    expect(whole.length).toBeGreaterThan(10);
    expect(whole.map(({ id }) => Number(id))).toEqual(whole.map(({ id }) => Number(id)).toSorted((a, b) => b - a));
    const pages: Listed[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const { json } = await api.call("GET /api/v1/audit", { as: alice, query: { limit: "7", cursor } });
      pages.push(...(json.entries as Listed[]));
      cursor = json.nextCursor as string | null;
    }
    expect(pages.map(({ id }) => id).slice(0, whole.length)).toEqual(whole.map(({ id }) => id).slice(0, pages.length));
  });

  it("is filtered by who, what and when", async () => {
    const keys = await list("GET /api/v1/audit", "entries", alice, { action: "key" });
    expect(new Set(keys.map(({ action }) => action))).toEqual(new Set(["key.created", "key.revoked"]));
    expect(
      new Set(
        (await list("GET /api/v1/audit", "entries", alice, { action: "key.revoked" })).map(({ action }) => action),
      ),
    ).toEqual(new Set(["key.revoked"]));
    const byBob = (await api.call("GET /api/v1/audit", { as: alice, query: { actor: api.cast.bob } })).json.entries as {
      actor: { id: string; name: string };
    }[];
    expect(new Set(byBob.map(({ actor }) => actor.id))).toEqual(new Set([api.cast.bob]));
    expect(byBob[0]?.actor.name).toBe("Bob Vance");
    const future = new Date(api.deps.now().getTime() + 60_000).toISOString();
    expect(await list("GET /api/v1/audit", "entries", alice, { from: future })).toEqual([]);
    expect(await list("GET /api/v1/audit", "entries", alice, { to: future, limit: "3" })).toHaveLength(3);
    expect((await list("GET /api/v1/audit", "entries", alice, { action: "", actor: "" })).length).toBeGreaterThan(0);
  });

  it.each([
    { limit: "0" },
    { limit: "1000" },
    { cursor: "x" },
    { from: "yesterday" },
    { action: "KEY;drop" },
    { unknown: "1" },
  ])("is not asked by %j", async (query) => {
    expect((await api.call("GET /api/v1/audit", { as: alice, query })).json.code).toBe("invalid_request");
  });

  it("shows nothing of another workspace", async () => {
    const ours = JSON.stringify((await api.call("GET /api/v1/audit", { as: alice, query: { limit: "200" } })).json);
    expect(ours).not.toContain(api.cast.mallory);
  });
});

describe("the workspace", () => {
  it("is renamed by an admin, and its address stays", async () => {
    const { slug } = (await api.call("GET /api/v1/workspace", { as: alice })).json;
    expect((await api.call("PATCH /api/v1/workspace", { as: alice, body: { name: " Meridian " } })).json).toMatchObject(
      { name: "Meridian", slug },
    );
    expect((await api.call("GET /api/v1/me", { as: alice })).json.workspace).toMatchObject({ name: "Meridian" });
  });
});

describe("the instance", () => {
  it("shows its admin every workspace by figures, the workers and the queue", async () => {
    const { json } = await api.call("GET /api/v1/admin/instance", { as: await api.signIn(api.cast.ivo) });
    expect(json).toMatchObject({
      database: { version: expect.any(String) as string },
      queue: { due: 0, oldestDueAt: null },
    });
    expect((json.workspaces as Listed[]).map(({ id }) => id)).toEqual(
      expect.arrayContaining([api.cast.home, api.cast.elsewhere]),
    );
  });
});
