import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { Secret } from "@/lib/secret";
import { addMember, createPerson } from "@/testing/cast";
import { useApi } from "@/testing/api";
import { addCalendar, makeConnection } from "@/testing/health-rows";

import { InstanceRefused } from "./ask-instance";
import { readOptions } from "./read-options";
import { runCommand } from "./run-command";
import type { HealthReport } from "./shapes";

const api = useApi();
const ago = (days: number) => new Date(api.deps.now().getTime() - days * 86_400_000);

type Given = Partial<Parameters<typeof makeConnection>[2]>;
const make = (given: Given = {}, workspaceId = api.cast.home, userId = api.cast.alice) =>
  makeConnection(api.deps.db, { workspaceId, userId }, { at: api.deps.now(), ...given });

beforeEach(async () => {
  for (const workspaceId of [api.cast.home, api.cast.elsewhere])
    await api.deps.db.inWorkspace({ workspaceId }, (tx) => tx.connection.deleteMany({}));
});

async function run(args: readonly string[], more: { key?: string; env?: Record<string, string> } = {}) {
  const said: string[] = [];
  const status = await runCommand(
    {
      deps: () => api.deps,
      key: more.key === undefined ? null : new Secret(more.key),
      now: api.deps.now,
      say: (text) => said.push(text),
      signal: new AbortController().signal,
    },
    readOptions(args, more.env ?? {}),
  );
  return { status, text: said.join("") };
}
const report = async (args: readonly string[] = []) => {
  const { status, text } = await run([...args, "--json"]);
  return { status, report: JSON.parse(text) as HealthReport };
};

const lost = { connection: { authStatus: "needs_reauth" } };

describe("OPS-2 the level and the exit status", () => {
  it("is healthy (0) when all work, and when nothing is connected", async () => {
    expect((await report()).status).toBe(0);
    await make();
    expect(await report()).toMatchObject({ status: 0, report: { level: "healthy", totals: { working: 1 } } });
  });

  it("is partial (1) when some fail, at half of them too, and critical (2) beyond", async () => {
    await make();
    await make(lost);
    expect(await report()).toMatchObject({ status: 1, report: { level: "partial" } });
    await make(lost);
    expect(await report()).toMatchObject({ status: 2, report: { level: "critical" } });
  });

  it("leaves out what a person paused", async () => {
    await make();
    await make({ state: { pausedAt: ago(1) } });
    expect(await report()).toMatchObject({ status: 0, report: { totals: { working: 1, failing: 0, leftOut: 1 } } });
  });

  it("goes by evidence: a recorded status that has outlived its proof does not count", async () => {
    await make({ state: { lastSuccessAt: ago(1), lastAttemptAt: ago(1), status: "healthy" } });
    expect(await report()).toMatchObject({ status: 2, report: { states: { unknown: 1 } } });
  });
});

describe("OPS-1 what it says", () => {
  it("sorts every issue into the customer's four categories", async () => {
    const error = (code: string) => ({ code, at: ago(0.01).toISOString(), requestId: "req-9" });
    await make({ credential: null });
    await make(lost);
    await make({ state: { lastSuccessAt: ago(1), lastAttemptAt: ago(0.01), lastError: error("timeout") } });
    await make({ state: { disabledAt: ago(0.1), lastError: error("forbidden") } });
    const { report: found } = await report();
    expect(found.categories).toEqual({
      missing_tokens: 1,
      expired_tokens: 1,
      connection_errors: 1,
      permission_errors: 1,
    });
    expect(found.recommendations.join("\n")).toContain("They must reconnect");
    expect(found.issues.find(({ code }) => code === "timeout")).toMatchObject({
      requestId: "req-9",
      userName: "Alice",
      state: "late",
      operator: expect.stringContaining("deadline") as string,
    });
  });

  it("breaks down by workspace, the worst first, or shows one alone", async () => {
    await make();
    await make(lost, api.cast.elsewhere, api.cast.mallory);
    const { report: all } = await report(["--check-all"]);
    expect(all.workspaces.map(({ workspaceId, level }) => [workspaceId, level])).toEqual([
      [api.cast.elsewhere, "critical"],
      [api.cast.home, "healthy"],
    ]);
    expect(await report(["--workspace-id", api.cast.home])).toMatchObject({
      status: 0,
      report: { totals: { workspaces: 1 } },
    });
  });

  it("prints a table for people, and with --verbose each issue", async () => {
    const made = await make({ calendar: { name: "Therapy" } });
    await addCalendar(api.deps.db, made, { at: api.deps.now(), state: { disabledAt: ago(1) } });
    const { status, text } = await run(["--check-all"]);
    expect(status).toBe(1);
    expect(text).toMatch(/^Partial: some calendars fail\n1 of 2 calendars work/);
    expect(text).toMatch(
      /workspace +level +connections +calendars +working +failing +paused\n +Home +partial +1 +2 +1 +1 +0/,
    );
    const { text: verbose } = await run(["--verbose"]);
    expect(verbose).toContain("We try once an hour and go on by ourselves when that works.");
    expect(verbose).not.toContain("Therapy");
    expect(verbose).not.toContain("alice@meridian.test");
  });

  it("exports issues as JSON and nothing else", async () => {
    await make(lost);
    const { text } = await run(["--check-all", "--export-issues"]);
    expect(JSON.parse(text)).toMatchObject({ level: "critical", issues: [{ category: "expired_tokens" }] });
  });
});

describe("TOK-10 --cleanup-expired", () => {
  const deadFor = (days: number): Given => ({
    connection: { authStatus: "needs_reauth", status: "needs_reconnecting", statusSince: ago(days) },
  });
  const live = () =>
    api.deps.db.inWorkspace({ workspaceId: api.cast.home }, (tx) =>
      tx.connection.findMany({ where: { disconnectedAt: null }, select: { id: true } }),
    );

  it("ends what has been dead for more than 90 days and nothing else, and only says so with --dry-run", async () => {
    const old = await make(deadFor(91));
    const young = await make(deadFor(89));
    const well = await make();
    const dry = await run(["--cleanup-expired", "--dry-run"]);
    expect(dry.text).toContain("Dead connections that would be ended: 1");
    expect(dry.text).toContain(old.connectionId);
    expect(await live()).toHaveLength(3);
    expect((await run(["--cleanup-expired"])).status).toBe(0);
    expect((await live()).map(({ id }) => id).toSorted()).toEqual([young.connectionId, well.connectionId].toSorted());
    expect((await run(["--cleanup-expired", "--retention-days", "30"])).text).toContain(young.connectionId);
  });
});

describe("--refresh-tokens", () => {
  it("says with --dry-run how many end within a day, and asks nobody", async () => {
    await make();
    await make({ credential: { accessExpiresAt: new Date(api.deps.now().getTime() + 3 * 86_400_000) } });
    expect((await run(["--refresh-tokens", "--dry-run"])).text).toBe(
      "Tokens that end within a day and would be renewed: 1\n",
    );
  });

  it("answers 2 when more than half cannot be renewed", async () => {
    await make();
    const { status, text } = await run(["--refresh-tokens"]);
    expect(text).toMatch(/^Tokens: 0 renewed/);
    expect(status).toBe(2);
    expect(JSON.parse((await run(["--refresh-tokens", "--cleanup-expired", "--json"])).text)).toEqual({
      tokens: { refreshed: 0, still_good: 0, needs_reconnecting: 0, failed: 1 },
      cleanedUp: [],
    });
  });
});

describe("against a running instance", () => {
  let server: Server;
  let url: string;
  beforeEach(async () => {
    server = createServer((request, response) => {
      const key = request.headers.authorization?.replace("Bearer ", "") ?? "";
      const query = Object.fromEntries(new URL(request.url ?? "", "http://x").searchParams);
      void api.call("GET /api/calendar/health", { as: { key }, query }).then(({ status, text }) => {
        response.writeHead(status, { "content-type": "application/json" }).end(text);
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.close();
  });

  it("says the same with an API key as beside the database", async () => {
    await make();
    await make(lost, api.cast.home, api.cast.bob);
    const { key } = await api.keyFor(api.cast.home, api.cast.alice, ["health:read"]);
    const { status, text } = await run(["--json", "--url", url], { key });
    const beside = await report(["--workspace-id", api.cast.home]);
    expect(status).toBe(beside.status);
    const { totals, categories, states } = JSON.parse(text) as HealthReport;
    expect({ totals, categories, states }).toEqual({
      totals: beside.report.totals,
      categories: beside.report.categories,
      states: beside.report.states,
    });
  });

  it("says why the instance refused", async () => {
    const { key } = await api.keyFor(api.cast.home, api.cast.alice, []);
    await expect(run(["--url", url], { key })).rejects.toThrow(InstanceRefused);
    await expect(run(["--url", url])).rejects.toThrow("DAYKEEPER_API_KEY");
  });
});

/** As somebody types it. */
const type = (args: readonly string[], env: Record<string, string>) =>
  new Promise<{ status: number; out: string; complaint: string }>((resolve) => {
    const child = execFile(
      process.execPath,
      ["scripts/calendar-health.mjs", ...args],
      { env: { ...process.env, ...env } },
      (_error, out, complaint) => {
        resolve({ status: child.exitCode ?? -1, out, complaint });
      },
    );
  });

describe("as a process", () => {
  it("ends with the status of the level, and with 3 when it could not tell", async () => {
    const carol = await createPerson(api.deps.db, "Carol");
    await addMember(api.deps.db, { workspaceId: api.cast.home, userId: carol, role: "member" });
    await make(lost, api.cast.home, carol);
    const env = { DATABASE_URL: api.database.url, ...environmentOf() };
    const told = await type(["--check-all"], env);
    expect(told.complaint).toBe("");
    expect(told).toMatchObject({ status: 2 });
    expect(told.out).toContain("Critical: more than half of the calendars fail");
    const away = await type(["--check-all"], { ...env, DATABASE_URL: "postgresql://nobody:nothing@127.0.0.1:9/none" });
    expect(away.status).toBe(3);
    expect((await type(["--unknown"], env)).status).toBe(3);
  }, 60_000);
});

/** The secrets that the application asks for; none of them is used here. */
function environmentOf(): Record<string, string> {
  const { encryption, sessions, cronSecret } = api.deps.env;
  return {
    ENCRYPTION_KEY: encryption.current.reveal(),
    NEXTAUTH_SECRET: sessions.secret.reveal(),
    CRON_SECRET: cronSecret.reveal(),
  };
}
