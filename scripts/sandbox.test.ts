// `npm run sandbox`, started as it is started in life.
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { afterAll, describe, expect, it } from "vitest";

type Started = { ready: boolean; control: string; providers: Record<string, Record<string, string>>; seed: string };

const folder = mkdtempSync(path.join(tmpdir(), "sandbox-"));
const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

type Running = Started & { ended: Promise<number | null>; stop: (how?: NodeJS.Signals) => Promise<number | null> };

async function start(...args: string[]): Promise<Running> {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/sandbox.ts", "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  running.add(child);
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const ended = once(child, "exit").then(([status]) => {
    running.delete(child);
    return status as number | null;
  });
  const stop = (how: NodeJS.Signals = "SIGTERM") => {
    child.kill(how);
    return ended;
  };
  return { ...(JSON.parse(line) as Started), ended, stop };
}

async function control<T>(sandbox: Started, method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${sandbox.control}_control/${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as T;
}

describe("npm run sandbox", { timeout: 60_000 }, () => {
  it("says in one line where everything is, and the same at /_control/endpoints", async () => {
    const sandbox = await start("--seed", "nine", "--world", "empty");
    const { stop, ended: _ended, ...printed } = sandbox;
    expect(printed).toMatchObject({ ready: true, seed: "nine" });
    expect(Object.keys(printed.providers)).toEqual(["google", "microsoft"]);
    expect(await control(sandbox, "GET", "endpoints")).toEqual(printed);
    expect(await stop()).toBe(0);
  });

  it("with --witness ends at the first answer that is not what the descriptions say", async () => {
    const sandbox = await start("--witness", "src/sandbox/testing/answer-witness.ts", "--world", "empty");
    await control(sandbox, "POST", "accounts", { provider: "google", email: "kim@halden.example" });
    const { access_token: token } = await control<{ access_token: string }>(
      sandbox,
      "POST",
      "accounts/kim@halden.example/tokens",
      {},
    );
    const list = () =>
      fetch(`${sandbox.providers.google?.rootUrl}calendar/v3/calendars/primary/events`, {
        headers: { authorization: `Bearer ${token}` },
      });
    expect((await list()).status).toBe(200);
    const event = { summary: "Odd", start: "2026-03-01", extra: { start: { dateTime: "2026-02-30T09:00:00Z" } } };
    await control(sandbox, "POST", "accounts/kim@halden.example/calendars/primary/edits", { do: "create", event });
    await expect(list()).rejects.toThrow("fetch failed");
    expect(await sandbox.ended).toBe(3);
  });

  it("keeps its state in a file from one run to the next", async () => {
    const args = ["--snapshot", path.join(folder, "state.json"), "--world", "empty"];
    const first = await start(...args);
    await control(first, "POST", "accounts", { provider: "google", email: "kim@halden.example" });
    const edits = "accounts/kim@halden.example/calendars/primary/edits";
    const event = { summary: "Kept", start: "2026-12-10T09:00:00Z" };
    const { id } = await control<{ id: string }>(first, "POST", edits, { do: "create", event });
    await control(first, "POST", "faults", { fault: "push-mute", account: "kim@halden.example" });
    expect(await first.stop()).toBe(0);

    const startedAt = Date.now();
    const second = await start(...args);
    const kept = await control<{ events: { id: string }[] }>(
      second,
      "GET",
      "accounts/kim@halden.example/calendars/primary/events",
    );
    expect(kept.events).toMatchObject([{ id, summary: "Kept" }]);
    const { now } = await control<{ now: number }>(second, "GET", "clock");
    expect(now).toBeGreaterThan(startedAt);
    const faults = await control<{ active: unknown[] }>(second, "GET", "faults");
    expect(faults.active).toMatchObject([{ fault: "push-mute" }]);
    await second.stop();
  });

  it("has written down before long what is killed without a warning", async () => {
    const file = path.join(folder, "killed.json");
    const first = await start("--snapshot", file, "--world", "empty");
    await control(first, "POST", "accounts", { provider: "google", email: "kim@halden.example" });
    await expect
      .poll(() => existsSync(file) && readFileSync(file, "utf8").includes("kim@halden.example"), { timeout: 40_000 })
      .toBe(true);
    await first.stop("SIGKILL");
    const second = await start("--snapshot", file, "--world", "empty");
    const { accounts } = await control<{ accounts: unknown[] }>(second, "GET", "accounts");
    expect(accounts).toMatchObject([{ email: "kim@halden.example" }]);
    await second.stop();
  });
});
