import { beforeAll, describe, expect, it } from "vitest";

import { useSyncScene, type SyncedCalendar } from "@/testing/sync-scene";
import { tokenProviders } from "@/testing/token-scene";

import { refreshDueToken } from "./refresh-due";

const scene = useSyncScene();
const [, outlook] = tokenProviders;
const minuteMs = 60_000;

beforeAll(() => {
  scene.base.hurry();
});

const connectionOf = ({ workspaceId, connectionId }: SyncedCalendar) =>
  scene.inWorkspace({ workspaceId }, (tx) => tx.connection.findFirstOrThrow({ where: { id: connectionId } }));

describe.each(tokenProviders)("a token of $id that is refused while it is used", (provider) => {
  const error = provider.id === "google" ? "authError" : "InvalidAuthenticationToken";

  it("F38 TOK-9 is renewed once, and the reading goes on", async () => {
    const calendar = await scene.connect(provider);
    await scene.base.sandbox.control("POST", "faults", { fault: "expire-access-tokens", account: calendar.email });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    expect(await scene.base.refreshes(calendar)).toBe(1);
    expect(await connectionOf(calendar)).toMatchObject({ authStatus: "active", lastError: null });
  });

  it("F39 for ever although it is fresh ends after two runs in asking the person, with few calls and no loop", async () => {
    const calendar = await scene.connect(provider);
    await scene.play("status", calendar, { params: { error } });
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "failed", kind: "unauthorized" });
    expect((await connectionOf(calendar)).authStatus).toBe("active");
    scene.pass(minuteMs);
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "failed", kind: "unauthorized" });
    expect(await connectionOf(calendar)).toMatchObject({
      authStatus: "needs_reauth",
      status: "needs_reconnecting",
      lastError: { code: "unauthorized", category: "auth", action: "reconnect" },
    });
    expect((await scene.state(calendar)).nextSyncAt).toBeNull();
    // Two runs, each with one refresh and one repetition.
    expect(await scene.base.refreshes(calendar)).toBe(2);
    expect(await scene.listings(calendar)).toBe(4);
    // Renewing it once more would prove nothing.
    scene.pass(6 * 60 * minuteMs);
    const { workspaceId, connectionId } = calendar;
    await refreshDueToken(scene.deps, { workspaceId, payload: { connectionId } }, AbortSignal.timeout(10_000));
    expect(await scene.base.refreshes(calendar)).toBe(2);
  });
});

describe("TOK-6 a claims challenge", () => {
  const challenge = (claimsChallenge: string, claimsNeedInteraction = false) =>
    scene.base.sandbox.control("POST", "switches", { microsoft: { claimsChallenge, claimsNeedInteraction } });

  it("is answered by the next refresh, and the reading goes on", async () => {
    const calendar = await scene.connect(outlook);
    await challenge("everyone");
    expect(await scene.sync(calendar)).toMatchObject({ outcome: "succeeded" });
    expect(await scene.base.refreshes(calendar)).toBe(1);
    await challenge("off");
  });

  it("that only the person can answer is kept for the moment they sign in again", async () => {
    const calendar = await scene.connect(outlook);
    await challenge("everyone", true);
    await scene.sync(calendar);
    scene.pass(minuteMs);
    await scene.sync(calendar);
    expect(await connectionOf(calendar)).toMatchObject({
      authStatus: "needs_reauth",
      lastError: { code: "grant_lost", action: "satisfy_policy" },
    });
    const kept = await scene.inWorkspace(calendar, (tx) =>
      tx.credential.findFirstOrThrow({ where: { connectionId: calendar.connectionId }, select: { claims: true } }),
    );
    expect(JSON.parse(kept.claims ?? "{}")).toHaveProperty("access_token");
    await challenge("off");
  });
});
