import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, afterEach, describe, expect, test } from "vitest";

import { Family, waitUntilReady } from "./children.ts";
import { forSpawn } from "./env.ts";
import { isDemo } from "./environment.ts";
import { explainDatabase, requireDatabaseUrl } from "./migrate.ts";
import { fingerprint, inRoot } from "./paths.ts";
import { freePort, requireFreePort } from "./ports.ts";
import { chooseSandboxPort } from "./sandbox-place.ts";
import { LaunchError } from "./say.ts";
import { countReport, runTasks, type Task } from "./tasks.ts";

const pinnedNode = inRoot("node_modules", ".bin", "node");
const start = (env: Record<string, string>, ...args: string[]) =>
  spawnSync(pinnedNode, ["scripts/start.ts", ...args], {
    cwd: inRoot(),
    encoding: "utf8",
    timeout: 30_000,
    env: forSpawn({ PATH: process.env.PATH, ...env }),
  });

describe("npm start says in a sentence what is wrong and ends with a status other than zero", () => {
  test.each([
    ["a port that is no number", { PORT: "three" }, 'PORT is "three"'],
    ["a DATABASE_URL of another product", { PORT: "29817", DATABASE_URL: "mysql://a@b/c" }, "needs PostgreSQL"],
    [
      "a DATABASE_URL that is no address",
      { PORT: "29818", DATABASE_URL: "not an address" },
      "is not a database address",
    ],
    [
      "a DATABASE_URL without a database",
      { PORT: "29819", DATABASE_URL: "postgresql://a@127.0.0.1:9" },
      "names no database",
    ],
    [
      "a server that does not answer",
      { PORT: "29820", DATABASE_URL: "postgresql://a:b@127.0.0.1:9/x" },
      "no PostgreSQL answers at 127.0.0.1:9",
    ],
  ])("%s", (_what, env, sentence) => {
    const { status, stderr, stdout } = start(env);
    expect(status).toBe(1);
    expect(stdout + stderr).toContain(sentence);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test("a port that is taken", async () => {
    const server = net.createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => {
      server.once("listening", resolve);
    });
    const { port } = server.address() as net.AddressInfo;
    const { status, stderr } = await new Promise<{ status: number | null; stderr: string }>((resolve) => {
      const child = spawn(pinnedNode, ["scripts/start.ts"], {
        cwd: inRoot(),
        env: forSpawn({ PATH: process.env.PATH, PORT: String(port) }),
      });
      let text = "";
      child.stderr.on("data", (chunk: Buffer) => {
        text += chunk.toString();
      });
      child.once("close", (code) => resolve({ status: code, stderr: text }));
    });
    server.close();
    expect(status).toBe(1);
    expect(stderr).toContain(`port ${port} is already in use`);
  });

  test("--reset never touches a database that was given", () => {
    const { status, stderr } = start(
      { PORT: "29821", DATABASE_URL: "postgresql://a:b@127.0.0.1:9/x" },
      "--reset",
      "--yes",
    );
    expect(status).toBe(1);
    expect(stderr).toContain("only ever empties the built-in demo database");
  });
});

describe("the launcher's processes", () => {
  const families: Family[] = [];
  const makeFamily = () => {
    const family = new Family();
    families.push(family);
    return family;
  };
  afterEach(async () => {
    for (const family of families.splice(0)) await family.stop();
  });
  const script = (code: string) => ["-e", code];

  test("one that ends by itself is named with its last words", async () => {
    const family = makeFamily();
    family.start({
      name: "test-short",
      args: script("console.log('last words'); setTimeout(() => process.exit(7), 50)"),
      env: process.env,
    });
    await expect(family.fallen).rejects.toThrow(/test-short process ended with status 7[\s\S]*last words/);
  });

  test("one that is killed is named with its signal", async () => {
    const family = makeFamily();
    const child = family.start({ name: "test-killed", args: script("setInterval(() => 0, 1000)"), env: process.env });
    setTimeout(() => child.process.kill("SIGKILL"), 50);
    await expect(family.fallen).rejects.toThrow("test-killed process was ended by SIGKILL");
  });

  test("stopping ends all of them and is no fall", async () => {
    const family = makeFamily();
    const child = family.start({
      name: "test-long",
      args: script("process.on('SIGTERM', () => process.exit(0)); setInterval(() => 0, 1000)"),
      env: process.env,
    });
    await family.stop();
    expect(child.process.exitCode ?? child.process.signalCode).not.toBeNull();
    await expect(Promise.race([family.fallen, Promise.resolve("still standing")])).resolves.toBe("still standing");
  });

  test("waiting gives up with a sentence", async () => {
    await expect(
      waitUntilReady({ family: makeFamily(), what: "the moon", isReady: () => Promise.resolve(false), timeoutMs: 150 }),
    ).rejects.toThrow("the moon was not ready");
  });
});

describe("what the launcher decides", () => {
  test("a demo only where neither a database nor a public address is set, or it is asked for", () => {
    expect(isDemo({})).toBe(true);
    expect(isDemo({ DATABASE_URL: "postgresql://x/y" })).toBe(false);
    expect(isDemo({ PUBLIC_URL: "https://daykeeper.example" })).toBe(false);
    expect(isDemo({ DATABASE_URL: "postgresql://x/y", DEMO: "1" })).toBe(true);
  });

  test("database troubles become sentences without the password", () => {
    const url = "postgresql://user:hidden@db.example:5432/sales";
    const error = explainDatabase(Object.assign(new Error("x"), { code: "28P01" }), url);
    expect(error).toBeInstanceOf(LaunchError);
    expect(error?.message).toContain("refuses the user or password");
    expect(error?.message).not.toContain("hidden");
    expect(explainDatabase(new Error("something else"), url)).toBeNull();
    expect(() => requireDatabaseUrl(url)).not.toThrow();
  });

  test("a fingerprint changes with the content of its files", () => {
    expect(fingerprint("package.json")).toBe(fingerprint("package.json"));
    expect(fingerprint("package.json")).not.toBe(fingerprint("package.json", "tsconfig.json"));
  });

  test("free ports are free", async () => {
    await expect(requireFreePort(await freePort(), "127.0.0.1")).resolves.toBeUndefined();
  });
});

describe("the demo's sandbox", () => {
  test("listens where it listened last time, so that what was connected there stays connected", async () => {
    const folder = mkdtempSync(path.join(tmpdir(), "sandbox-place-"));
    const port = await chooseSandboxPort(folder);
    expect(await chooseSandboxPort(folder)).toBe(port);
    const other = net.createServer().listen(port + 1, "127.0.0.1");
    await once(other, "listening");
    const elsewhere = await chooseSandboxPort(folder);
    expect(elsewhere).not.toBe(port);
    await new Promise((resolve) => other.close(resolve));
    expect(await chooseSandboxPort(folder)).toBe(elsewhere);
    rmSync(folder, { recursive: true });
  });
});

describe("counting", () => {
  test("a skipped browser test is not a pass", () => {
    expect(countReport({ stats: { expected: 3, unexpected: 1, flaky: 0, skipped: 1 } })).toEqual({
      passed: 3,
      failed: 2,
    });
  });

  test("stories that pass only the second time are named, and more than two of them fail the run", () => {
    const told = (flaky: number) => ({
      stats: { expected: 3, unexpected: 0, flaky, skipped: 0 },
      suites: [
        {
          specs: [{ title: "at once", tests: [{ status: "expected" }] }],
          suites: [
            { specs: Array.from({ length: flaky }, (_, n) => ({ title: `story ${n}`, tests: [{ status: "flaky" }] })) },
          ],
        },
      ],
    });
    expect(countReport(told(2))).toEqual({ passed: 5, failed: 0, again: ["story 0", "story 1"] });
    expect(countReport(told(3))).toEqual({ passed: 3, failed: 3, again: ["story 0", "story 1", "story 2"] });
  });

  test("a test file that cannot be loaded counts as failed", () => {
    expect(countReport({ numPassedTests: 5, numFailedTests: 0, numFailedTestSuites: 1 })).toEqual({
      passed: 5,
      failed: 1,
    });
  });

  describe("files with failed tests are run once more", () => {
    const folder = mkdtempSync(path.join(tmpdir(), "daykeeper-anew-"));
    afterAll(() => rmSync(folder, { recursive: true }));
    const reportOf = (failed: number, passed: number, files: readonly string[]) => ({
      ...{ numPassedTests: passed, numFailedTests: failed, numFailedTestSuites: 0 },
      testResults: files.map((name) => ({
        ...{ name, status: "failed" },
        assertionResults: [
          { status: "passed", fullName: `${name} holds` },
          { status: "failed", fullName: `${name} breaks` },
        ],
      })),
    });
    /** A part that writes its report and ends like a run of tests; the second time the other report. */
    const part = (first: object, second: object): Task => {
      const [report, anew] = ["first.json", "second.json"].map((name) => path.join(folder, name));
      const write = (file = "", content: object) => [
        pinnedNode,
        "-e",
        `fs.writeFileSync(${JSON.stringify(file)}, ${JSON.stringify(JSON.stringify(content))});
         console.log("asked for", process.argv.slice(1).join());
         process.exit(${"numFailedTests" in content && content.numFailedTests ? 1 : 0});`,
      ];
      return {
        ...{ name: "tests", command: write(report, first), report: path.relative(inRoot(), report ?? "") },
        anew: { command: write(anew, second), report: path.relative(inRoot(), anew ?? "") },
      };
    };
    const run = async (task: Task) => (await runTasks([task], 1, () => undefined))[0];

    test("what passes then counts as passed, and is named", async () => {
      const outcome = await run(part(reportOf(1, 9, ["a.test.ts"]), reportOf(0, 2, [])));
      expect(outcome).toMatchObject({ passed: 10, failed: 0, again: ["a.test.ts breaks"] });
    });

    test("what fails again is failed, with both outputs", async () => {
      const outcome = await run(part(reportOf(1, 9, ["a.test.ts"]), reportOf(1, 1, ["a.test.ts"])));
      expect(outcome).toMatchObject({ passed: 9, failed: 1 });
      expect(outcome?.output).toContain("asked for a.test.ts");
    });

    test("more than two files are not", async () => {
      const outcome = await run(part(reportOf(3, 9, ["a.test.ts", "b.test.ts", "c.test.ts"]), reportOf(0, 2, [])));
      expect(outcome).toMatchObject({ passed: 9, failed: 3 });
      expect(outcome?.output).not.toContain("a.test.ts");
    });
  });

  test("a part that fills the machine runs by itself", async () => {
    const log: string[] = [];
    const part = (name: string, lanes: number): Task => ({
      name,
      lanes,
      command: [pinnedNode, "-e", ""],
      before: () => {
        log.push(`${name} begins`);
        return Promise.resolve({});
      },
      cleanUp: () => {
        log.push(`${name} ends`);
        return Promise.resolve();
      },
    });
    await runTasks([part("small", 1), part("whole", 2), part("last", 1)], 2, () => undefined);
    expect(log).toEqual(["small begins", "small ends", "whole begins", "whole ends", "last begins", "last ends"]);
  });

  test("a part that comes after a failed one is not run and counts as failed", async () => {
    const node = (name: string, code: string, after: string[] = []): Task => ({
      name,
      command: [pinnedNode, "-e", code],
      after,
    });
    const outcomes = await runTasks(
      [node("second", "", ["first"]), node("first", "process.exit(3)"), node("alone", "")],
      2,
      () => undefined,
    );
    expect(Object.fromEntries(outcomes.map(({ name, passed, failed }) => [name, [passed, failed]]))).toEqual({
      first: [0, 1],
      second: [0, 1],
      alone: [1, 0],
    });
  });
});
