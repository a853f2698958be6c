import { fork, type ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { findCredential, type Where } from "@/server/db/tokens/credentials";
import { tokenProviders, useTokenScene, type Connected } from "@/testing/token-scene";
import type { ChildAnswer, ChildOrder, ChildSetup } from "@/testing/token-child";

import { getAccess } from "./get-access";
import { openToken } from "./sealed-grant";

const scene = useTokenScene();
const hourMs = 3_600_000;
/** As long as somebody who died may hold others up (F1). */
const leaseSeconds = 30;
const rounds = Number(process.env.PROVE_COUNT ?? 50);
const processes = 32;

const [google, outlook] = tokenProviders;
/** Google never rotates; Microsoft does so softly, and a strict one would take every second use for a theft. */
const modes = [
  { provider: google, rotation: "none" },
  { provider: outlook, rotation: "soft" },
  { provider: outlook, rotation: "strict" },
] as const;

/** A process of its own, and a way to ask it. */
class Child {
  readonly process: ChildProcess;

  constructor(setup: ChildSetup) {
    this.process = fork(
      fileURLToPath(new URL("../../testing/token-child.ts", import.meta.url)),
      [JSON.stringify(setup)],
      {
        execArgv: ["--import", "tsx"],
        stdio: ["ignore", "inherit", "inherit", "ipc"],
      },
    );
  }

  async next(): Promise<ChildAnswer> {
    const [answer] = (await once(this.process, "message")) as [ChildAnswer];
    return answer;
  }

  ask(order: ChildOrder): Promise<ChildAnswer> {
    const answer = this.next();
    this.process.send(order);
    return answer;
  }
}

const children: Child[] = [];

async function startChild(): Promise<Child> {
  const { deps, database, sandbox } = scene;
  const secret = () => randomBytes(32).toString("base64");
  const child = new Child({
    settings: {
      ...{ NODE_ENV: "test", DEMO: "0", DATABASE_URL: database.url, PUBLIC_URL: deps.env.origin },
      ...{ NEXTAUTH_SECRET: secret(), CRON_SECRET: secret(), ENCRYPTION_KEY: deps.env.encryption.current.reveal() },
    },
    endpoints: sandbox.endpoints,
  });
  expect(await child.next()).toEqual({ kind: "ready" });
  return child;
}

const rowOf = async (where: Where) => {
  const row = await scene.deps.db.inWorkspace(where, (tx) => findCredential(tx, where));
  if (row === null) throw new Error("There is no grant.");
  return row;
};

const rotate = (rotation: string) => scene.sandbox.control("POST", "switches", { microsoft: { rotation } });

/** What is stored is what the provider still takes: asked for anew, it gives a token. */
async function expectLiving(connected: Connected): Promise<void> {
  const row = await rowOf(connected);
  const token = openToken(scene.deps, connected, { column: "refresh_token", row });
  const oauth = (await scene.deps.providers()).get(connected.provider.id)?.oauth;
  const rules = { signal: AbortSignal.timeout(10_000), timeoutMs: 10_000, attempt: 1, onCall: () => undefined };
  expect(await oauth?.refresh(rules, token, null)).toMatchObject({ tokenType: "Bearer" });
}

describe("F33 TOK-3 32 processes", () => {
  beforeAll(async () => {
    children.push(...(await Promise.all(Array.from({ length: processes }, startChild))));
  });
  afterAll(() => {
    for (const child of children) child.process.disconnect();
  });

  it.each(modes)(
    "cause one call per expiry and all get its token, round after round: $provider.id, rotation $rotation",
    async ({ provider, rotation }) => {
      await rotate(rotation);
      const connected = await scene.connect(provider);
      for (let round = 1; round <= rounds; round += 1) {
        const order = { round, where: connected, aheadMs: round * 2 * hourMs };
        const answers = await Promise.all(children.map((child) => child.ask(order)));
        const tokens = answers.flatMap((answer) => (answer.kind === "token" ? answer.token : []));
        expect(answers.filter(({ kind }) => kind === "error")).toEqual([]);
        expect(tokens).toHaveLength(processes);
        expect(new Set(tokens).size).toBe(1);
      }
      expect(await scene.refreshes(connected)).toBe(rounds);
      expect((await rowOf(connected)).generation).toBe(rounds + 1);
      await expectLiving(connected);
    },
    60_000 + rounds * 2_000,
  );
});

describe("F7 a process that is killed while it refreshes", () => {
  const get = (where: Where) => getAccess(scene.deps, where, { signal: AbortSignal.timeout(30_000) });

  /** The provider does its work, and nobody is left to hear the answer. */
  async function killMidway(connected: Connected): Promise<void> {
    await scene.play("slow-answer", connected, { params: { ms: 1_500 }, count: 1 });
    const child = await startChild();
    const aheadMs = scene.deps.now().getTime() - Date.now() + 2 * hourMs;
    child.process.send({ round: 1, where: connected, aheadMs } satisfies ChildOrder);
    while ((await rowOf(connected)).leaseUntil === null) await scene.deps.sleep(20, AbortSignal.timeout(10_000));
    await scene.deps.sleep(300, AbortSignal.timeout(10_000));
    const gone = once(child.process, "exit");
    child.process.kill("SIGKILL");
    await gone;
    while ((await scene.refreshes(connected)) === 0) await scene.deps.sleep(50, AbortSignal.timeout(10_000));
    scene.pass(2 * hourMs + leaseSeconds * 1_000);
  }

  it.each(modes.slice(0, 2))(
    "holds nobody up for longer than its lease and loses no grant: $provider.id, rotation $rotation",
    async ({ provider, rotation }) => {
      await rotate(rotation);
      const connected = await scene.connect(provider);
      await killMidway(connected);
      expect((await get(connected)).generation).toBe(2);
      expect((await rowOf(connected)).connection.authStatus).toBe("active");
      await expectLiving(connected);
    },
  );

  it("an answer that is lost where each token serves once ends in asking the person, not in asking the provider for ever", async () => {
    await rotate("strict");
    const connected = await scene.connect(outlook, { lifeMs: 1_000 });
    scene.pass(1_000);
    await scene.play("answer-lost", connected, { count: 1 });
    await Promise.allSettled([get(connected)]);
    scene.pass(14_000);
    await Promise.allSettled([get(connected)]);
    expect((await rowOf(connected)).connection.authStatus).toBe("needs_reauth");
    const calls = await scene.refreshes(connected);
    await Promise.allSettled([get(connected), get(connected)]);
    expect(await scene.refreshes(connected)).toBe(calls);
  });
});
