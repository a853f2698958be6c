import { setTimeout as wait } from "node:timers/promises";

import { beforeAll, describe, expect, it } from "vitest";

import { ProviderError } from "@/core/errors/provider-error";
import { sleepFor } from "@/lib/sleep";
import { findCredential, type Where } from "@/server/db/tokens/credentials";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import { withClient } from "@/testing/database";
import { tokenProviders, useTokenScene, type Connected } from "@/testing/token-scene";

import { getAccess, type Ask } from "./get-access";
import { refreshNow } from "./refresh-now";

const scene = useTokenScene();
const secondMs = 1_000;
const minuteMs = 60 * secondMs;

beforeAll(() => {
  scene.hurry();
});

const get = (where: Where, ask: Partial<Ask> = {}) =>
  getAccess(scene.deps, where, { signal: new AbortController().signal, ...ask });
const attempt = (where: Where, ask: Partial<Ask> = {}) => Promise.allSettled([get(where, ask)]);
const failureOf = async (where: Where, ask: Partial<Ask> = {}): Promise<ProviderError> => {
  const [end] = await attempt(where, ask);
  if (end?.status !== "rejected") throw new Error("It did not fail.");
  return end.reason as ProviderError;
};
const rowOf = async (where: Where) => {
  const row = await scene.deps.db.inWorkspace(where, (tx) => findCredential(tx, where));
  if (row === null) throw new Error("There is no grant.");
  return row;
};
const connectionOf = ({ workspaceId, connectionId }: Where) =>
  scene.deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.connection.findUniqueOrThrow({ where: { workspaceId_id: { workspaceId, id: connectionId } } }),
  );
const openAlerts = () =>
  scene.deps.db.inWorkspace({ workspaceId: instanceWorkspaceId }, (tx) =>
    tx.alert.findMany({ where: { resolvedAt: null }, orderBy: { dedupeKey: "asc" } }),
  );
const revoke = ({ email }: Connected) =>
  scene.sandbox.control("POST", "faults", { fault: "revoke-grants", account: email });
const auditOf = ({ workspaceId, connectionId }: Where) =>
  scene.deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.auditEntry.findMany({ where: { workspaceId, subjectId: connectionId }, orderBy: { seq: "asc" } }),
  );

/** Asked twice, with the second opinion in between. */
async function lose(connected: Connected): Promise<void> {
  await attempt(connected);
  scene.pass(14 * secondMs);
  await attempt(connected);
}

const calendarScope = (name: string) => `https://www.googleapis.com/auth/calendar.${name}`;
const reduced = {
  google: {
    scopes: ["events", "calendarlist.readonly", "freebusy"].map(calendarScope).join(" "),
    keep: calendarScope("calendarlist.readonly"),
    missing: ["read_events", "write_events", "free_busy"],
  },
  outlook: {
    scopes: "Calendars.ReadWrite Calendars.Read offline_access",
    keep: "Calendars.Read offline_access",
    missing: ["write_events"],
  },
} as const;

/** Everything, ten times as fast: for what passes while somebody else works. */
async function tenTimesAsFast(run: () => Promise<void>): Promise<void> {
  const { now, sleep } = scene.deps;
  const [begunAt, realAt] = [now().getTime(), performance.now()];
  scene.use({
    now: () => new Date(begunAt + (performance.now() - realAt) * 10),
    sleep: (ms, signal) => sleepFor(ms / 10, signal),
  });
  await run();
  scene.use({ now, sleep });
}

describe.each(tokenProviders)("faults of refreshing at $id", (provider) => {
  const expiring = async () => {
    const connected = await scene.connect(provider, { lifeMs: secondMs });
    scene.pass(secondMs);
    return connected;
  };

  it("F34 refreshing that fails for 40 minutes asks nobody to reconnect, and is over by itself five minutes later", async () => {
    const connected = await Promise.all([expiring(), expiring(), expiring()]);
    for (const each of connected) await scene.play("status", each, { params: { status: 503 } });
    const until = scene.deps.now().getTime() + 40 * minuteMs;
    while (scene.deps.now().getTime() < until) {
      for (const each of connected) expect((await failureOf(each)).kind).toBe("unavailable");
      scene.pass(2 * minuteMs);
    }
    for (const each of connected) {
      expect(await connectionOf(each)).toMatchObject({ authStatus: "active", lastError: null });
      expect(await auditOf(each)).toEqual([]);
      // Twenty times somebody needed a token; the provider was not asked each time, and every try counts.
      expect((await rowOf(each)).refreshFailures).toBeGreaterThan(3);
    }
    await scene.mend();
    scene.pass(11 * minuteMs);
    for (const each of connected) {
      await attempt(each);
      scene.pass(5 * minuteMs);
      expect((await get(each)).generation).toBe(2);
      expect(await rowOf(each)).toMatchObject({ refreshFailures: 0, lastFailure: null, retryAt: null });
    }
  });

  it("F34 a token that is still good is used while its refresh fails", async () => {
    const connected = await scene.connect(provider, { lifeMs: 4 * minuteMs });
    await scene.play("status", connected, { params: { status: 503 } });
    expect((await get(connected)).generation).toBe(1);
    expect((await rowOf(connected)).refreshFailures).toBe(1);
  });

  it("F35 a revoked grant is said on the connection, its calendars and in the log within a minute, once", async () => {
    const connected = await expiring();
    await revoke(connected);
    const failedAt = scene.deps.now().getTime();
    expect((await failureOf(connected)).kind).toBe("unavailable");
    // Until there is a second opinion nobody asks the provider, and nothing is said.
    await attempt(connected);
    expect(await connectionOf(connected)).toMatchObject({ authStatus: "active", lastError: null });
    scene.pass(14 * secondMs);
    expect((await failureOf(connected)).kind).toBe("grant_lost");
    expect(scene.deps.now().getTime() - failedAt).toBeLessThan(minuteMs);
    expect(await connectionOf(connected)).toMatchObject({
      authStatus: "needs_reauth",
      status: "needs_reconnecting",
      lastError: { code: "grant_lost", category: "auth", action: "reconnect" },
    });
    const states = await scene.deps.db.inWorkspace({ workspaceId: connected.workspaceId }, (tx) =>
      tx.calendarSyncState.findMany({ where: { calendarId: { in: [...connected.calendarIds] } } }),
    );
    expect(states).toMatchObject([{ nextSyncAt: null, status: "needs_reconnecting" }]);
    await attempt(connected);
    expect((await auditOf(connected)).map(({ action }) => action)).toEqual(["connection.access_lost"]);
    expect(await scene.refreshes(connected)).toBe(2);
  });

  it("F35 a first refusal that the second try does not confirm bothers nobody", async () => {
    const connected = await expiring();
    const error = provider.id === "google" ? "invalid_grant" : "AADSTS50173";
    await scene.play("status", connected, { params: { error }, count: 1 });
    await attempt(connected);
    expect((await rowOf(connected)).timesLost).toBe(1);
    scene.pass(14 * secondMs);
    expect((await get(connected)).generation).toBe(2);
    expect(await rowOf(connected)).toMatchObject({ timesLost: 0, lostSince: null });
    expect(await auditOf(connected)).toEqual([]);
  });

  it("TOK-7 what was lost and works again clears by itself, and its calendars are read", async () => {
    const connected = await expiring();
    const error = provider.id === "google" ? "invalid_grant" : "AADSTS50057";
    await scene.play("status", connected, { params: { error } });
    await lose(connected);
    expect((await connectionOf(connected)).authStatus).toBe("needs_reauth");
    await scene.mend();
    expect(
      await refreshNow(scene.deps, connected, { signal: AbortSignal.timeout(30_000), isInsisting: true }),
    ).toMatchObject({ outcome: "refreshed" });
    expect(await connectionOf(connected)).toMatchObject({ authStatus: "active", lastError: null });
    const [calendar] = await scene.deps.db.inWorkspace({ workspaceId: connected.workspaceId }, (tx) =>
      tx.calendarSyncState.findMany({ where: { calendarId: { in: [...connected.calendarIds] } } }),
    );
    expect(calendar?.nextSyncAt).not.toBeNull();
    expect((await auditOf(connected)).map(({ action }) => action)).toEqual([
      "connection.access_lost",
      "connection.access_regained",
    ]);
  });

  it("RES-4 one refusal of a refresh is told once, however many hear of it: what is remembered is no second telling", async () => {
    const connected = await scene.connect(tokenProviders[0], { lifeMs: 0 });
    const providers = await scene.deps.providers();
    const refresh = () => Promise.reject(new ProviderError("forbidden", { provider: "google", operation: "refresh" }));
    const refusing = new Map(
      [...providers].map(([id, inner]) => [
        id,
        { ...inner, ...(inner.oauth && { oauth: { ...inner.oauth, refresh } }) },
      ]),
    );
    scene.use({ providers: () => Promise.resolve(refusing) });
    expect(await failureOf(connected)).toMatchObject({ kind: "forbidden" });
    expect(await failureOf(connected)).toMatchObject({ kind: "unavailable" });
    scene.pass(60 * minuteMs);
    expect(await failureOf(connected)).toMatchObject({ kind: "forbidden" });
    scene.use({ providers: () => Promise.resolve(providers) });
  });

  it("F36 a rejected application alarms the operator, once for all, and asks nobody to reconnect", async () => {
    const connected = await Promise.all([expiring(), expiring()]);
    const error = provider.id === "google" ? "invalid_client" : "AADSTS7000215";
    for (const each of connected) await scene.play("status", each, { params: { error } });
    for (const each of connected) expect((await failureOf(each)).kind).toBe("client_rejected");
    for (const each of connected)
      expect(await connectionOf(each)).toMatchObject({ authStatus: "active", lastError: null });
    expect(await openAlerts()).toMatchObject([
      { ruleId: "provider.client_rejected", subjectKind: "provider", subjectId: provider.id, occurrences: 2 },
    ]);
    await scene.mend();
    scene.pass(16 * minuteMs);
    for (const each of connected) expect((await get(each)).generation).toBe(2);
    expect(await openAlerts()).toEqual([]);
  });

  it("F40 a permission that was taken away is named, and what still works goes on", async () => {
    const { scopes, keep, missing } = reduced[provider.id];
    const connected = await scene.connect(provider, { lifeMs: secondMs, scopes });
    await scene.sandbox.control("POST", "faults", {
      fault: "reduce-scopes",
      account: connected.email,
      params: { keep },
    });
    scene.pass(secondMs);
    expect((await get(connected)).generation).toBe(2);
    const { authStatus, lastError } = await connectionOf(connected);
    expect({ authStatus, lastError }).toMatchObject({
      authStatus: "active",
      lastError: { code: "scope_missing", action: "consent", missing },
    });
  });

  it("S13 nothing of a token answer that is not sound is kept", async () => {
    const connected = await expiring();
    const before = await rowOf(connected);
    for (const how of ["no-token", "not-json", "zero-life", "wrong-type", "array"]) {
      await scene.play("token-answer-invalid", connected, { params: { how } });
      await attempt(connected);
      await scene.mend();
      scene.pass(6 * minuteMs);
      const after = await rowOf(connected);
      expect(after, how).toMatchObject({ generation: 1, connection: { authStatus: "active" } });
      expect(Buffer.from(after.refreshToken ?? []), how).toEqual(Buffer.from(before.refreshToken ?? []));
      expect(Buffer.from(after.accessToken ?? []), how).toEqual(Buffer.from(before.accessToken ?? []));
    }
    expect((await get(connected)).generation).toBe(2);
  });

  it("F42 a refresh that takes longer than its lease keeps it, calls once, and holds no transaction open", async () => {
    const connected = await expiring();
    await scene.play("slow-answer", connected, { params: { ms: 4_500 } });
    await tenTimesAsFast(async () => {
      const both = Promise.all([get(connected), get(connected)]);
      await wait(3_500);
      const idle = await withClient(scene.database.url, (client) =>
        client.query(
          "select query from pg_stat_activity where datname = current_database() and state like 'idle in transaction%' and state_change < now() - interval '500 milliseconds'",
        ),
      );
      expect(idle.rows).toEqual([]);
      expect((await both).map(({ generation }) => generation)).toEqual([2, 2]);
    });
    expect(await scene.refreshes(connected)).toBe(1);
  });
});

describe("F37 TOK-6 what the person has to do", () => {
  it.each([
    ["outlook", "AADSTS50076", "satisfy_policy"],
    ["outlook", "AADSTS53003", "satisfy_policy"],
    ["outlook", "AADSTS65001", "consent"],
    ["outlook", "AADSTS90094", "ask_admin_to_consent"],
    ["outlook", "AADSTS50057", "ask_admin_about_account"],
    ["outlook", "AADSTS50105", "ask_admin_about_account"],
    ["outlook", "AADSTS700082", "reconnect"],
    ["google", "invalid_grant", "reconnect"],
  ] as const)("%s, %s: %s", async (id, error, action) => {
    const provider = tokenProviders.find((each) => each.id === id) ?? tokenProviders[0];
    const connected = await scene.connect(provider, { lifeMs: secondMs });
    scene.pass(secondMs);
    await scene.play("status", connected, { params: { error } });
    await lose(connected);
    expect((await connectionOf(connected)).lastError).toMatchObject({ code: "grant_lost", action });
  });
});
