import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import { afterEach, beforeAll, describe, expect, it } from "vitest";

import { Secret } from "@/lib/secret";
import { findCredential, type Where } from "@/server/db/tokens/credentials";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import { withClient } from "@/testing/database";
import { tokenProviders, useTokenScene, type Connected } from "@/testing/token-scene";

import { getAccess } from "./get-access";
import { refreshNow } from "./refresh-now";
import { rotateKeys } from "./rotate-keys";

const scene = useTokenScene();
const [google, outlook] = tokenProviders;
const minuteMs = 60_000;
const newKey = () => new Secret(randomBytes(32).toString("base64"));

beforeAll(() => {
  scene.hurry();
});
afterEach(() => {
  scene.sealWith(scene.deps.env.encryption);
});

const get = (where: Where) => getAccess(scene.deps, where, { signal: AbortSignal.timeout(20_000) });
const failureOf = async (where: Where) => {
  const [end] = await Promise.allSettled([get(where)]);
  return end?.status === "rejected" ? (end.reason as { kind: string; facts: { reason: string } }) : null;
};
const rowOf = async (where: Where) => {
  const row = await scene.deps.db.inWorkspace({ workspaceId: where.workspaceId }, (tx) => findCredential(tx, where));
  if (row === null) throw new Error("There is no grant.");
  return row;
};
type Columns = { readonly accessToken?: Uint8Array<ArrayBuffer>; readonly refreshToken?: Uint8Array<ArrayBuffer> };
const overwrite = ({ workspaceId, connectionId }: Where, data: Columns) =>
  scene.deps.db.inWorkspace({ workspaceId }, (tx) => tx.credential.updateMany({ where: { connectionId }, data }));
const bytesOf = (bytes: Uint8Array | null) => Uint8Array.from(bytes ?? []);
const alertsAbout = (connected: Connected) =>
  scene.deps.db.inWorkspace({ workspaceId: instanceWorkspaceId }, (tx) =>
    tx.alert.findMany({ where: { subjectId: connected.connectionId } }),
  );
const authStatusOf = async (connected: Connected) => (await rowOf(connected)).connection.authStatus;

/** One character of the sealed text is another one. */
function tamper(sealed: Uint8Array | null): Uint8Array<ArrayBuffer> {
  const changed = bytesOf(sealed);
  const at = changed.length - 10;
  changed[at] = changed[at] === 65 ? 66 : 65;
  return changed;
}

describe("F41 S8 a stored token that is not what was stored there", () => {
  it("does not open in another row, even of the same person", async () => {
    const [one, other] = [await scene.connect(google), await scene.connect(google)];
    const [a, b] = [await rowOf(one), await rowOf(other)];
    await overwrite(one, { accessToken: bytesOf(b.accessToken), refreshToken: bytesOf(b.refreshToken) });
    await overwrite(other, { accessToken: bytesOf(a.accessToken), refreshToken: bytesOf(a.refreshToken) });
    for (const each of [one, other])
      expect(await failureOf(each)).toMatchObject({
        kind: "client_rejected",
        facts: { reason: "sealed_value_altered_or_moved" },
      });
    expect((await scene.refreshes(one)) + (await scene.refreshes(other))).toBe(0);
  });

  it("does not open in another column", async () => {
    const connected = await scene.connect(outlook);
    await overwrite(connected, { accessToken: bytesOf((await rowOf(connected)).refreshToken) });
    expect(await failureOf(connected)).toMatchObject({ facts: { reason: "sealed_value_altered_or_moved" } });
  });

  it.each(tokenProviders)(
    "fails closed when it was altered, tells the operator and asks nobody to reconnect: $id",
    async (provider) => {
      const connected = await scene.connect(provider, { lifeMs: minuteMs });
      const { refreshToken } = await rowOf(connected);
      await overwrite(connected, { refreshToken: tamper(refreshToken) });
      scene.pass(minuteMs);
      expect(await failureOf(connected)).toMatchObject({ kind: "client_rejected" });
      expect(await authStatusOf(connected)).toBe("active");
      expect(await alertsAbout(connected)).toMatchObject([{ ruleId: "sealed_value.unreadable", resolvedAt: null }]);
      expect(await scene.refreshes(connected)).toBe(0);
      // Put back, it works again and the alert ends.
      await overwrite(connected, { refreshToken: bytesOf(refreshToken) });
      scene.pass(16 * minuteMs);
      expect((await get(connected)).generation).toBe(2);
      expect((await alertsAbout(connected))[0]?.resolvedAt).not.toBeNull();
    },
  );

  it("fails closed under a key that is gone, and opens again when the key is back", async () => {
    const connected = await scene.connect(google);
    scene.sealWith({ current: newKey(), retired: [] });
    expect(await failureOf(connected)).toMatchObject({ facts: { reason: "sealed_value_unknown_key" } });
    scene.sealWith({ current: newKey(), retired: [scene.deps.env.encryption.current] });
    expect((await get(connected)).generation).toBe(1);
  });
});

describe("S10 TOK-8 rotating the key", () => {
  const ring = (retired: readonly Secret[]) => ({ current: newKey(), retired });
  const rotate = (batch?: number) =>
    rotateKeys(scene.deps, { signal: new AbortController().signal, ...(batch === undefined ? {} : { batch }) });
  const underOtherKeys = () =>
    withClient(scene.database.url, async (client) => {
      await client.query("set role daykeeper_system");
      const { rows } = await client.query<{ n: number }>(
        "select count(*)::integer as n from credentials where key_id <> $1",
        [scene.deps.seal.keyId],
      );
      return rows[0]?.n;
    });

  it("seals everything anew while tokens are read and refreshed, without one failure", async () => {
    const connected = await Promise.all(
      Array.from({ length: 12 }, (_, at) => scene.connect(at % 2 === 0 ? google : outlook, { lifeMs: 4 * minuteMs })),
    );
    scene.sealWith(ring([scene.deps.env.encryption.current]));
    const end = new AbortController();
    const failures: unknown[] = [];
    const load = connected.map(async (each) => {
      while (!end.signal.aborted) {
        const { generation } = await get(each);
        const result = await refreshNow(scene.deps, each, { signal: AbortSignal.timeout(20_000), refuse: generation });
        if (result.outcome !== "refreshed") failures.push(result);
      }
    });
    // What was tampered with by the tests before stays, and is named.
    const { resealed } = await rotate(5);
    const again = await rotate(5);
    end.abort();
    await Promise.all(load);
    expect(failures).toEqual([]);
    expect(resealed).toBeGreaterThan(0);
    expect(again.resealed).toBe(0);
    expect(await underOtherKeys()).toBe(again.unreadable.length);
    // The old key can go.
    const { keyId } = scene.deps.seal;
    for (const each of connected) expect((await rowOf(each)).keyId).toBe(keyId);
  });

  it("never puts an old token over one that is stored at that moment", async () => {
    const connected = await scene.connect(google);
    const { workspaceId, connectionId } = connected;
    const place = { table: "credentials", rowId: connectionId, workspaceId, column: "access_token" };
    const newer = Buffer.from(scene.deps.seal.seal(new Secret("the newer token"), place), "utf8");
    scene.sealWith(ring([scene.deps.env.encryption.current]));
    await withClient(scene.database.url, async (client) => {
      await client.query("begin");
      await client.query("select set_config('app.workspace_id', $1, true), set_config('role', 'daykeeper_app', true)", [
        workspaceId,
      ]);
      await client.query("update credentials set access_token = $1 where connection_id = $2", [newer, connectionId]);
      const rotating = rotate();
      await wait(500);
      await client.query("commit");
      await rotating;
    });
    const { access } = await get(connected);
    expect(access.kind === "bearer" ? access.token.reveal() : "").toBe("the newer token");
  });

  it("goes on where it was stopped", async () => {
    const connected = await Promise.all(Array.from({ length: 6 }, () => scene.connect(google)));
    scene.sealWith(ring([scene.deps.env.encryption.current]));
    const stop = new AbortController();
    const first = await rotateKeys(scene.deps, {
      signal: stop.signal,
      batch: 2,
      onBatch: () => {
        stop.abort();
      },
    });
    expect(first.resealed).toBeLessThan(6);
    await rotate();
    for (const each of connected) {
      expect((await rowOf(each)).keyId).toBe(scene.deps.seal.keyId);
      const { access } = await get(each);
      expect(access.kind === "bearer" ? access.token.reveal() : "").toBe(each.grant.accessToken);
    }
  });

  it("also seals anew what waits at a consent page and the addresses that alerts go to", async () => {
    const { home: workspaceId, alice } = scene.cast;
    const { seal, db, now } = scene.deps;
    const [attemptId, endpointId] = ["5b1d6a52-7a39-4f5e-9a37-9a1c1f1d0001", "5b1d6a52-7a39-4f5e-9a37-9a1c1f1d0002"];
    const sealed = (table: string, rowId: string, column: string) =>
      Uint8Array.from(
        Buffer.from(seal.seal(new Secret(`plain ${column}`), { table, rowId, workspaceId, column }), "utf8"),
      );
    await db.inWorkspace({ workspaceId }, async (tx) => {
      await tx.connectAttempt.create({
        data: {
          ...{
            workspaceId,
            id: attemptId,
            userId: alice,
            sessionId: attemptId,
            provider: google.id,
            keyId: seal.keyId,
          },
          ...{
            stateHash: Uint8Array.from(randomBytes(32)),
            scopes: [],
            expiresAt: new Date(now().getTime() + minuteMs),
          },
          codeVerifier: sealed("connect_attempts", attemptId, "code_verifier"),
        },
      });
      await tx.notificationEndpoint.create({
        data: {
          ...{ workspaceId, id: endpointId, channel: "slack", name: "Sales", keyId: seal.keyId },
          address: sealed("notification_endpoints", endpointId, "address"),
          secret: sealed("notification_endpoints", endpointId, "secret"),
        },
      });
    });
    scene.sealWith(ring([scene.deps.env.encryption.current]));
    await rotate();
    const { keyId } = scene.deps.seal;
    const [attempt, endpoint] = await db.inWorkspace({ workspaceId }, async (tx) => [
      await tx.connectAttempt.findFirstOrThrow({ where: { id: attemptId } }),
      await tx.notificationEndpoint.findFirstOrThrow({ where: { id: endpointId } }),
    ]);
    expect([attempt.keyId, endpoint.keyId, endpoint.nextSecret]).toEqual([keyId, keyId, null]);
    const place = { table: "notification_endpoints", rowId: endpointId, workspaceId, column: "secret" };
    expect(scene.deps.seal.open(Buffer.from(endpoint.secret ?? []).toString(), place).reveal()).toBe("plain secret");
  });
});

describe("S11 no token in the clear", () => {
  it("stands in any row of the database or line of the log, whatever was done with it", async () => {
    const connected = await Promise.all(
      Array.from({ length: 10 }, (_, at) => scene.connect(at % 2 === 0 ? google : outlook, { lifeMs: minuteMs })),
    );
    const canaries = connected.flatMap(({ grant }) => [grant.accessToken, grant.refreshToken]);
    const [revoked] = connected;
    await scene.sandbox.control("POST", "faults", { fault: "revoke-grants", account: revoked?.email });
    for (const each of connected) {
      const result = await Promise.allSettled([get(each)]);
      if (result[0].status === "fulfilled" && result[0].value.access.kind === "bearer")
        canaries.push(result[0].value.access.token.reveal());
    }
    scene.pass(14_000);
    await Promise.allSettled(connected.map(get));
    expect(canaries.length).toBeGreaterThanOrEqual(28);
    const everything = `${await dumpOf(scene.database.url)}${scene.logged()}`;
    // What is looked for would be found: the sealed values are there.
    for (const each of connected)
      expect(everything).toContain(Buffer.from((await rowOf(each)).refreshToken ?? []).toString());
    for (const canary of canaries) {
      expect(everything.includes(canary)).toBe(false);
      expect(everything.includes(Buffer.from(canary).toString("hex"))).toBe(false);
    }
  });
});

/** Every row of every table as text, as a dump would hold it: bytes in hex, and once more as the text they may be. */
function dumpOf(url: string): Promise<string> {
  return withClient(url, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      "select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'public'",
    );
    const texts: string[] = [];
    for (const { name } of tables) {
      // The owner sees no row while row security is forced: a dump would be made by somebody who does.
      await client.query(`alter table ${name} no force row level security`);
      const { rows } = await client.query<{ line: string }>(`select t::text as line from ${name} t`);
      await client.query(`alter table ${name} force row level security`);
      texts.push(...rows.map(({ line }) => line));
    }
    return texts.map((text) => `${text}\n${fromHex(text)}`).join("\n");
  });
}

const fromHex = (text: string) =>
  [...text.matchAll(/\\x([0-9a-f]+)/g)].map(([, hex = ""]) => Buffer.from(hex, "hex").toString("utf8")).join("\n");
