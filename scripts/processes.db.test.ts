// The commands of ours that are processes: started as they are started in life, against a real database.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";

import { describe, expect, it } from "vitest";

import { readReadiness } from "@/server/db/people/instance";
import { useApi } from "@/testing/api";
import { openBrowser } from "@/testing/browser";

import { forSpawn } from "./launch/env.ts";

const api = useApi();
const secret = () => randomBytes(32).toString("base64");
const secrets = { NEXTAUTH_SECRET: secret(), ENCRYPTION_KEY: secret(), CRON_SECRET: secret() };

type Run = {
  readonly script: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly onOutput?: (output: string, pid: number) => void;
};

function run({
  script,
  args = [],
  env = {},
  onOutput,
}: Run): Promise<{ status: number | null; output: string; complaint: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--import", "tsx", script, ...args], {
      env: forSpawn({ PATH: process.env.PATH, DATABASE_URL: api.database.url, DEMO: "0", ...secrets, ...env }),
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    let complaint = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      onOutput?.(output, child.pid ?? 0);
    });
    child.stderr.on("data", (chunk: Buffer) => {
      complaint += chunk.toString();
    });
    child.once("error", reject);
    child.once("close", (status) => {
      resolve({ status, output, complaint });
    });
  });
}

describe("npm run admin:create", () => {
  it("prints a link that signs the first instance admin in, once (S67)", async () => {
    const { status, output } = await run({
      script: "scripts/admin-create.ts",
      args: ["root@meridian.test", "Root", "Berg"],
    });
    expect(status).toBe(0);
    const token = /\/sign-in\/once#([\w-]{43})\n/.exec(output)?.[1] ?? "";
    const browser = openBrowser(api);
    expect((await browser.signIn("once", { token })).status).toBe(200);
    expect((await browser.call("GET /api/v1/admin/instance")).status).toBe(200);
    expect((await browser.call("GET /api/v1/me")).json.user).toMatchObject({
      name: "Root Berg",
      isInstanceAdmin: true,
    });
    expect((await openBrowser(api).signIn("once", { token })).status).toBe(401);
  });

  it.each([[[]], [["nobody"]], [["root@"]]])("asks whom, when it is told %j", async (args) => {
    expect(await run({ script: "scripts/admin-create.ts", args })).toMatchObject({
      status: 1,
      output: "",
      complaint: expect.stringContaining("Whom?") as string,
    });
  });

  it("says which settings are missing", async () => {
    const { status, complaint } = await run({
      script: "scripts/admin-create.ts",
      args: ["root@meridian.test"],
      env: { ENCRYPTION_KEY: "" },
    });
    expect(status).toBe(1);
    expect(complaint).toContain("ENCRYPTION_KEY is missing");
  });
});

describe("npm run worker", () => {
  it("says that it is ready, and ends cleanly within 10 s of being asked to (F10)", async () => {
    const startedMs = { stop: 0 };
    const { status, output } = await run({
      script: "scripts/worker.ts",
      onOutput: (text, pid) => {
        if (!text.includes("worker ready\n") || startedMs.stop !== 0) return;
        startedMs.stop = performance.now();
        process.kill(pid, "SIGTERM");
      },
    });
    expect(status).toBe(0);
    expect(performance.now() - startedMs.stop).toBeLessThan(10_000);
    expect(output.split("\n")).toContain("worker ready");
    const state = await api.deps.db.outsideWorkspace((tx) => readReadiness(tx, api.deps.now()));
    expect(state.last_beat_at).toBeNull(); // It said goodbye: nobody waits for its heartbeat.
  });

  it("names what is missing and ends", async () => {
    const { status, complaint } = await run({ script: "scripts/worker.ts", env: { DATABASE_URL: "" } });
    expect(status).toBe(1);
    expect(complaint).toContain("DATABASE_URL is missing");
  });
});

describe("prisma/seed.ts", () => {
  const demo = { DEMO: "1", PORT: "3000" };

  it("fills a demo, and changes nothing the second time", async () => {
    const first = await run({ script: "prisma/seed.ts", env: demo });
    expect(first).toMatchObject({ status: 0, output: "12 people in 2 workspaces\n" });
    expect(await run({ script: "prisma/seed.ts", env: demo })).toEqual(first);
  });

  it.each<[string, Record<string, string>]>([
    ["outside a demo", { DEMO: "0" }],
    ["in production", { DEMO: "1", NODE_ENV: "production", PUBLIC_URL: "https://calendar.test" }],
    ["on a public address", { DEMO: "1", PUBLIC_URL: "https://calendar.test" }],
  ])("refuses %s", async (_where, env) => {
    const { status, output, complaint } = await run({ script: "prisma/seed.ts", env });
    expect(status).toBe(1);
    expect(output).toBe("");
    expect(complaint).not.toBe("");
  });
});
