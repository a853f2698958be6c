import { describe, expect, it } from "vitest";

import type { ProviderError } from "@/core/errors/provider-error";
import type { Where } from "@/server/db/tokens/credentials";
import { findCredential } from "@/server/db/tokens/credentials";
import { tokenProviders, useTokenScene } from "@/testing/token-scene";

import { getAccess, type Ask } from "./get-access";

const scene = useTokenScene();
const minuteMs = 60_000;

const get = (where: Where, ask: Partial<Ask> = {}) =>
  getAccess(scene.deps, where, { signal: new AbortController().signal, ...ask });
const tokenOf = async (where: Where, ask: Partial<Ask> = {}) => {
  const { access, generation } = await get(where, ask);
  return { token: access.kind === "bearer" ? access.token.reveal() : "", generation };
};
const rowOf = async (where: Where) => {
  const row = await scene.deps.db.inWorkspace(where, (tx) => findCredential(tx, where));
  if (row === null) throw new Error("There is no grant.");
  return row;
};
const failureOrAccess = async (where: Where) => Promise.allSettled([get(where)]);
const failureOf = (promise: Promise<unknown>) =>
  promise.then(
    () => {
      throw new Error("It did not fail.");
    },
    (error: unknown) => error as ProviderError,
  );

describe.each(tokenProviders)("access to $id", (provider) => {
  it("TOK-1 gives a token that is good for longer than five minutes as it is, without a call", async () => {
    const connected = await scene.connect(provider);
    expect((await tokenOf(connected)).token).toBe(connected.grant.accessToken);
    expect(await scene.refreshes(connected)).toBe(0);
  });

  it("TOK-1 refreshes a token that ends within five minutes before it is used", async () => {
    const connected = await scene.connect(provider, { lifeMs: 4 * minuteMs });
    const { token, generation } = await tokenOf(connected);
    expect(token).not.toBe(connected.grant.accessToken);
    expect(generation).toBe(2);
    expect(await scene.refreshes(connected)).toBe(1);
  });

  it("TOK-3 asks the provider once, however many need a token, and all get the new one", async () => {
    const connected = await scene.connect(provider, { lifeMs: minuteMs });
    const given = await Promise.all(Array.from({ length: 20 }, () => tokenOf(connected)));
    expect(new Set(given.map(({ token }) => token)).size).toBe(1);
    expect(given[0]?.token).not.toBe(connected.grant.accessToken);
    expect(await scene.refreshes(connected)).toBe(1);
  });

  it("TOK-9 refreshes once for a generation that was refused, and gives a newer one away as it is", async () => {
    const connected = await scene.connect(provider);
    const first = await tokenOf(connected, { refuse: 1 });
    expect(first.generation).toBe(2);
    expect(await tokenOf(connected, { refuse: 1 })).toEqual(first);
    expect(await scene.refreshes(connected)).toBe(1);
  });

  it("F35 asks once more before it says that a grant is lost, and says so within a minute", async () => {
    const connected = await scene.connect(provider, { lifeMs: minuteMs });
    await scene.sandbox.control("POST", "faults", { fault: "revoke-grants", account: connected.email });
    const failedAt = scene.deps.now().getTime();
    // The old token still does for a minute: nobody is bothered yet.
    await get(connected);
    expect(await rowOf(connected)).toMatchObject({ timesLost: 1, connection: { authStatus: "active" } });
    scene.pass(14_000);
    await failureOrAccess(connected);
    const row = await rowOf(connected);
    expect(row.connection.authStatus).toBe("needs_reauth");
    expect(scene.deps.now().getTime() - failedAt).toBeLessThan(minuteMs);
    expect((await failureOf(get(connected))).kind).toBe("grant_lost");
    expect(await scene.refreshes(connected)).toBe(2);
  });
});
