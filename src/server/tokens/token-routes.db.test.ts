import { beforeAll, describe, expect, it } from "vitest";

import { findCredential } from "@/server/db/tokens/credentials";
import type { Person } from "@/server/people/person";
import { tokenProviders, useTokenScene, type Connected } from "@/testing/token-scene";

import { checkTokens } from "./check-tokens";
import { refreshTokens } from "./refresh-tokens";

const scene = useTokenScene();
const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

beforeAll(() => {
  scene.hurry();
});

const as = (userId: string): Person =>
  ({
    kind: "person",
    user: { id: userId },
    workspace: { id: scene.cast.home },
    role: "member",
  }) as Person;
const rowOf = (connected: Connected) =>
  scene.deps.db.inWorkspace({ workspaceId: connected.workspaceId }, (tx) => findCredential(tx, connected));

describe.each(tokenProviders)("TOK-4 TOK-5 the grants of a person at $id", (provider) => {
  it("are checked without asking the provider, with a warning only where renewal is impossible or fails", async () => {
    const userId = scene.cast.bob;
    expect(await checkTokens(as(userId), provider.id)).toMatchObject({ status: "not_connected", connections: [] });
    const good = await scene.connect(provider, { userId, lifeMs: minuteMs });
    const bad = await scene.connect(provider, { userId });
    expect(await checkTokens(as(userId), provider.id)).toMatchObject({
      status: "available",
      warnings: [],
      counts: { connections: 2, working: 2 },
    });
    await scene.deps.db.inWorkspace({ workspaceId: bad.workspaceId }, (tx) =>
      tx.credential.updateMany({ where: { connectionId: bad.connectionId }, data: { refreshToken: null } }),
    );
    scene.pass(61 * minuteMs);
    const check = await checkTokens(as(userId), provider.id);
    expect(check.status).not.toBe("available");
    expect(check.warnings.join()).toContain(bad.email);
    expect(check.connections.find(({ connectionId }) => connectionId === bad.connectionId)).toMatchObject({
      health: "expired",
      advice: expect.stringContaining("Reconnect") as string,
    });
    expect(await scene.refreshes(good)).toBe(0);
  });

  it("are refreshed where they end soon, with a result for each, and one that fails stops no other", async () => {
    const userId = scene.cast.alice;
    const [soon, later, revoked] = [
      await scene.connect(provider, { userId, lifeMs: 4 * minuteMs }),
      await scene.connect(provider, { userId, lifeMs: 60 * minuteMs }),
      await scene.connect(provider, { userId, lifeMs: minuteMs }),
    ];
    await scene.sandbox.control("POST", "faults", { fault: "revoke-grants", account: revoked.email });
    const { results } = await refreshTokens(as(userId), provider.id);
    const outcomes = new Map(results.map(({ connectionId, outcome }) => [connectionId, outcome]));
    expect(outcomes.get(soon.connectionId)).toBe("refreshed");
    expect(outcomes.get(later.connectionId)).toBe("still_good");
    expect(outcomes.get(revoked.connectionId)).toBe("failed");
    scene.pass(14_000);
    const again = await refreshTokens(as(userId), provider.id);
    expect(again.results.find(({ connectionId }) => connectionId === revoked.connectionId)).toMatchObject({
      outcome: "needs_reconnecting",
      code: "grant_lost",
      message: expect.stringContaining("Reconnect") as string,
    });
    expect((await rowOf(later))?.generation).toBe(1);
  });

  it("are nobody else's to see or to refresh", async () => {
    const connected = await scene.connect(provider, { userId: scene.cast.alice, lifeMs: minuteMs });
    const seen = await checkTokens(as(scene.cast.bob), provider.id);
    expect(seen.connections.map(({ connectionId }) => connectionId)).not.toContain(connected.connectionId);
    const { results } = await refreshTokens(as(scene.cast.bob), provider.id);
    expect(results.map(({ connectionId }) => connectionId)).not.toContain(connected.connectionId);
    expect((await rowOf(connected))?.generation).toBe(1);
  });
});

describe("TOK-11 foresight", () => {
  it("warns of a grant that nobody has used for nearly as long as it lives", async () => {
    const [, outlook] = tokenProviders;
    const userId = scene.cast.mallory;
    const connected = await scene.connect(outlook, { userId });
    const check = () => checkTokens({ ...as(userId) }, outlook.id);
    expect((await check()).connections[0]).toMatchObject({ health: "healthy" });
    // The tokens renew themselves, so this is a worker that stood still; the access token alone would be "expired".
    const [since, until] = [scene.deps.now(), new Date(scene.deps.now().getTime() + 30 * minuteMs)];
    await scene.deps.db.inWorkspace({ workspaceId: connected.workspaceId }, (tx) =>
      tx.credential.updateMany({
        where: { connectionId: connected.connectionId },
        data: { refreshedAt: new Date(since.getTime() - 80 * dayMs), accessExpiresAt: until },
      }),
    );
    expect((await check()).connections[0]).toMatchObject({ health: "expiring_soon", accountEmail: connected.email });
    expect((await check()).warnings).toHaveLength(1);
  });

  it("tells somebody of a provider that there is none", async () => {
    await expect(checkTokens(as(scene.cast.alice), "nobody")).rejects.toMatchObject({ code: "not_found" });
    await expect(refreshTokens(as(scene.cast.alice), "nobody")).rejects.toMatchObject({ code: "not_found" });
  });
});
