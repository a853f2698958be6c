import { randomUUID } from "node:crypto";

import { beforeAll, describe, expect, it } from "vitest";

import { catalog, foreignRoutes } from "@/server/http/catalog";
import { isMutation, type Contract } from "@/server/http/contract";
import { scopeNames } from "@/server/people/roles";
import { useApi, type Answer, type As } from "@/testing/api";
import { actors, authorisationMatrix, type Actor, type Outcome } from "@/testing/authorisation-matrix";
import { withClient } from "@/testing/database";
import { makeMember, makeRequest, type Place } from "@/testing/requests";
import { handlerOf, scanRoutes } from "@/testing/routes";

const api = useApi();
let credentials: Record<Actor, As>;
let ours: Place;
let theirs: Place;

beforeAll(async () => {
  const { cast } = api;
  ours = { workspaceId: cast.home, adminId: cast.alice };
  theirs = { workspaceId: cast.elsewhere, adminId: cast.mallory };
  credentials = {
    anonymous: {},
    member: await api.signIn(cast.bob),
    manager: await api.signIn(cast.grace),
    admin: await api.signIn(cast.alice),
    instance: await api.signIn(cast.ivo),
    key: await api.keyFor(cast.home, cast.alice, scopeNames),
    bareKey: await api.keyFor(cast.home, cast.alice, []),
    other: await api.signIn(cast.mallory),
    otherKey: await api.keyFor(cast.elsewhere, cast.mallory, scopeNames),
  };
});

const routeOf = ({ method, path }: Contract) => `${method} ${path}`;
/** Any answer that is no problem: whether there was something to do is another question. */
const outcomeOf = (
  { answer, furtherAnswers = [] }: Contract,
  { status, headers, json }: Pick<Answer, "status" | "headers" | "json">,
): string => {
  const isProblem = (headers.get("content-type") ?? "").startsWith("application/problem+json");
  const isGood =
    !isProblem && [answer.status, ...furtherAnswers.map((one) => one.status)].some((one) => one === status);
  return isGood ? "ok" : String(json.code ?? status);
};

/** Everything of people that a call could change, as one word; what a mere look moves is left out. */
async function fingerprint(): Promise<string> {
  return withClient(api.database.url, async (client) => {
    await client.query("set role daykeeper_system");
    const { rows } = await client.query<{ all: string }>(`
      select md5(string_agg(t, '|' order by t)) as all from (
        select md5(row(id, name, email, time_zone, is_instance_admin)::text) as t from users
        union all select md5(row(id, name, slug)::text) from workspaces
        union all select md5(row(id, workspace_id, user_id, role)::text) from memberships
        union all select md5(row(id, role, email, revoked_at, accepted_at)::text) from invitations
        union all select md5(row(id, scopes, revoked_at)::text) from api_keys
        union all select md5(row(id, user_id, active_workspace_id, revoked_at)::text) from sessions) as everything`);
    return rows[0]?.all ?? "";
  });
}

describe("the lists agree", () => {
  it("every route file has its contracts in the catalog, and every contract its route", async () => {
    const found: string[] = [];
    for (const route of scanRoutes()) {
      if (foreignRoutes[route.path] !== undefined) continue;
      const methods = Object.values(await route.load()).filter((each) => typeof each === "function");
      found.push(...methods.flatMap(({ contract }) => (contract === null ? [] : [routeOf(contract)])));
      expect(methods.filter(({ contract }) => contract !== null).map(({ contract }) => contract?.path)).toEqual(
        expect.arrayContaining([route.path]),
      );
    }
    expect(found.toSorted()).toEqual(catalog.map(routeOf).toSorted());
  });

  it("every route that speaks another protocol exists and says where it is tested", () => {
    const paths = scanRoutes().map(({ path }) => path);
    for (const [path, reason] of Object.entries(foreignRoutes)) {
      expect(paths).toContain(path);
      expect(reason).not.toBe("");
    }
  });

  it("every contract has its row in the matrix, and every row its contract", () => {
    expect([...authorisationMatrix.keys()].toSorted()).toEqual(catalog.map(({ id }) => id).toSorted());
  });

  it("the documentation promises what the matrix demands", () => {
    for (const { id, access } of catalog) {
      const row = authorisationMatrix.get(id);
      const refusesAnonymous = row?.anonymous !== "ok" && id !== "acceptInvitation";
      expect(refusesAnonymous, id).toBe(access.to !== "anybody");
      if (access.to !== "workspace") continue;
      // Where each has their own, the matrix asks for somebody else's.
      expect(access.role === "member" ? ["ok", "not_found"] : ["not_allowed"], id).toContain(row?.member);
      expect(row?.manager, id).toBe(access.role === "admin" ? "not_allowed" : "ok");
      expect(row?.admin, id).toBe("ok");
      expect(row?.key, id).toBe(access.scope === undefined ? "key_not_accepted" : "ok");
    }
  });
});

const cells = catalog.flatMap((contract) =>
  actors.map((actor): [string, string, Outcome | undefined, Contract, Actor] => [
    contract.id,
    actor,
    authorisationMatrix.get(contract.id)?.[actor],
    contract,
    actor,
  ]),
);

describe("authorisation matrix: every route × everybody (S20, S25)", () => {
  it.each(cells)("%s, asked by %s: %s", async (_id, _name, expected, contract, actor) => {
    // Each session is used up by some routes; a fresh one per cell keeps the cells apart.
    const { cast } = api;
    const people: Partial<Record<Actor, string>> = {
      member: cast.bob,
      manager: cast.grace,
      admin: cast.alice,
      instance: cast.ivo,
      other: cast.mallory,
    };
    const person = people[actor];
    const as = person === undefined ? credentials[actor] : await api.signIn(person);
    const made = await makeRequest(api, contract.id, ours);
    const before = await fingerprint();

    const answer = await api.call(routeOf(contract), { as, ...made });

    expect(outcomeOf(contract, answer)).toBe(expected);
    if (expected !== "ok") expect(await fingerprint()).toBe(before);
    if (actor === "other" || actor === "otherKey") {
      for (const word of [cast.alice, cast.bob, cast.grace, cast.home])
        if (contract.id !== "lookUpInvitation") expect(answer.text).not.toContain(word);
    }
  });
});

/** Ids a stranger could put in: each must be an id of nothing. */
const idKinds: Readonly<Record<string, (contract: Contract) => Promise<string>>> = {
  "an id of another workspace": async (contract) => String((await makeRequest(api, contract.id, theirs)).params?.id),
  "an id of another kind": ({ id }) => Promise.resolve(id === "listAlerts" ? api.cast.home : api.cast.bob),
  "an id nobody has": () => Promise.resolve(randomUUID()),
  "an empty id": () => Promise.resolve("00000000-0000-0000-0000-000000000000"),
  "no id at all": () => Promise.resolve("1"),
  "a piece of SQL": () => Promise.resolve("' or '1'='1"),
  "a path": () => Promise.resolve("../../members"),
};

/** What anybody may book anybody may look at: a stranger gets figures and no names, as the tests of availability hold. */
const openById: ReadonlySet<string> = new Set(["checkAvailability", "bookAppointment"]);

const withIds = catalog.filter(({ params }) => params !== undefined);

describe("authorisation matrix: every route with an id × every kind of id, asked by the admin (S25)", () => {
  it.each(
    withIds.flatMap((contract) =>
      Object.keys(idKinds)
        .filter((kind) => !(openById.has(contract.id) && kind === "an id of another workspace"))
        .map((kind): [string, string, Contract] => [contract.id, kind, contract]),
    ),
  )("%s with %s: not_found", async (_id, kind, contract) => {
    const made = await makeRequest(api, contract.id, ours);
    const id = (await idKinds[kind]?.(contract)) ?? "";
    const as = await api.signIn(api.cast.alice);
    const before = await fingerprint();
    const answer = await api.call(routeOf(contract), { as, ...made, params: { id } });
    expect(outcomeOf(contract, answer)).toBe("not_found");
    expect(await fingerprint()).toBe(before);
  });

  it("switching to a workspace of others, of nobody or by a malformed id changes nothing", async () => {
    const as = await api.signIn(api.cast.alice);
    for (const workspaceId of [api.cast.elsewhere, randomUUID()])
      expect((await api.call("POST /api/v1/me/workspace", { as, body: { workspaceId } })).json.code).toBe("not_found");
    expect((await api.call("POST /api/v1/me/workspace", { as, body: { workspaceId: "1" } })).json.code).toBe(
      "invalid_request",
    );
    expect((await api.call("GET /api/v1/me", { as })).json).toMatchObject({ workspace: { id: api.cast.home } });
  });

  it("nobody can list, end or switch another person's sessions by knowing their ids", async () => {
    const as = await api.signIn(api.cast.alice);
    const list = await api.call("GET /api/v1/me/sessions", { as });
    const [session] = list.json.sessions as { id: string }[];
    for (const userId of [api.cast.bob, api.cast.ivo, api.cast.mallory]) {
      const answer = await api.call("DELETE /api/v1/me/sessions/{id}", {
        as: await api.signIn(userId),
        params: { id: session?.id ?? "" },
      });
      expect(answer.json.code).toBe("not_found");
    }
    expect((await api.call("GET /api/v1/me", { as })).status).toBe(200);
  });
});

describe("beyond the matrix", () => {
  it("a member may leave, and takes nobody along", async () => {
    const { id, userId } = await makeMember(api, ours);
    const stays = await makeMember(api, ours);
    const as = await api.signIn(userId);
    expect((await api.call("DELETE /api/v1/members/{id}", { as, params: { id: stays.id } })).json.code).toBe(
      "not_allowed",
    );
    expect((await api.call("DELETE /api/v1/members/{id}", { as, params: { id } })).status).toBe(204);
    expect((await api.call("GET /api/v1/workspace", { as })).json.code).toBe("no_workspace");
  });

  it("whoever leaves need not know the id of their membership", async () => {
    const { userId } = await makeMember(api, ours);
    const as = await api.signIn(userId);
    expect((await api.call("DELETE /api/v1/members/{id}", { as, params: { id: "me" } })).status).toBe(204);
    expect((await api.call("GET /api/v1/me", { as })).json.workspace).toBeNull();
    expect(
      (await api.call("PATCH /api/v1/members/{id}", { as, params: { id: "me" }, body: { role: "admin" } })).status,
    ).toBe(404);
  });

  it("a change of role acts at the next call of an open session, in both directions (S29)", async () => {
    const { id, userId } = await makeMember(api, ours, "admin");
    const as = await api.signIn(userId);
    const admin = await api.signIn(api.cast.alice);
    expect((await api.call("GET /api/v1/keys", { as })).status).toBe(200);
    await api.call("PATCH /api/v1/members/{id}", { as: admin, params: { id }, body: { role: "member" } });
    expect(await api.call("GET /api/v1/keys", { as })).toMatchObject({ status: 403, json: { code: "not_allowed" } });
    await api.call("PATCH /api/v1/members/{id}", { as: admin, params: { id }, body: { role: "admin" } });
    expect((await api.call("GET /api/v1/keys", { as })).status).toBe(200);
  });

  it("a person who was removed sees nothing of the workspace at the next call", async () => {
    const { id, userId } = await makeMember(api, ours, "admin");
    const as = await api.signIn(userId);
    await api.call("DELETE /api/v1/members/{id}", { as: await api.signIn(api.cast.alice), params: { id } });
    expect((await api.call("GET /api/v1/members", { as })).json.code).toBe("no_workspace");
    expect((await api.call("GET /api/v1/me", { as })).json).toMatchObject({ workspace: null, workspaces: [] });
  });

  it("every change is refused to every method but its own", async () => {
    for (const { path } of scanRoutes().filter((route) => foreignRoutes[route.path] === undefined)) {
      const own = catalog.filter((contract) => contract.path === path).map(({ method }) => method);
      for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"].filter((name) => !own.includes(name as never))) {
        expect((await handlerOf(method, path)).contract, `${method} ${path}`).toBeNull();
        const answer = await api.call(`${method} ${path}`, {
          as: await api.signIn(api.cast.alice),
          params: { id: randomUUID() },
        });
        expect(answer, `${method} ${path}`).toMatchObject({ status: 405, json: { code: "method_not_allowed" } });
        for (const allowed of own) expect(answer.headers.get("allow")).toContain(allowed);
      }
    }
    expect(catalog.some(({ method }) => isMutation(method))).toBe(true);
  });
});
