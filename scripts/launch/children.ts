// The processes the launcher owns. One that ends by itself ends all; stopping is polite first and firm after ten seconds.
import { spawn, type ChildProcess } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import path from "node:path";

import { inRoot, stateDir } from "./paths.ts";
import { LaunchError } from "./say.ts";
import { forSpawn, type Env } from "./env.ts";

const politeMs = 10_000;
const keptCharacters = 20_000;
export type Child = {
  readonly name: string;
  readonly process: ChildProcess;
  /** The newest output; all of it is in the log file. */ readonly recent: () => string;
};
type Launch = { readonly name: string; readonly args: readonly string[]; readonly env: Env; readonly show?: boolean };

export class Family {
  readonly #children: Child[] = [];
  readonly #logs: WriteStream[] = [];
  #stopping = false;
  #fall: ((error: LaunchError) => void) | null = null;
  /** Rejects when a child ends that nobody asked to end. */
  readonly fallen = new Promise<never>((_resolve, reject) => {
    this.#fall = reject;
  });

  constructor() {
    // Everybody races against it, and reads the reason there; alone it must not end the process.
    this.fallen.catch((error: LaunchError) => error);
  }

  start({ name, args, env, show = false }: Launch): Child {
    const logFile = path.join(stateDir("logs"), `${name}.log`);
    const log = createWriteStream(logFile);
    let recent = "";
    const child = spawn(process.execPath, args, {
      cwd: inRoot(),
      env: forSpawn(env),
      stdio: ["ignore", "pipe", "pipe"],
      detached: false,
    });
    for (const stream of [child.stdout, child.stderr]) {
      stream.pipe(log, { end: false });
      stream.on("data", (chunk: Buffer) => {
        recent = (recent + chunk.toString()).slice(-keptCharacters);
      });
      if (show) stream.pipe(process.stdout, { end: false });
    }
    child.once("error", (error) =>
      this.#fall?.(new LaunchError(`the ${name} process could not be started: ${error.message}`)),
    );
    child.once("close", (status, signal) => {
      if (this.#stopping) return;
      const how = signal ? `was ended by ${signal}` : `ended with status ${status}`;
      this.#fall?.(
        new LaunchError(
          `the ${name} process ${how}. Everything else is being stopped. Its last lines:\n${lastLines(recent)}`,
        ),
      );
    });
    const entry: Child = { name, process: child, recent: () => recent };
    this.#children.push(entry);
    this.#logs.push(log);
    return entry;
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.all(this.#children.map(({ process: child }) => end(child)));
    for (const log of this.#logs) log.end();
  }
}

function lastLines(output: string): string {
  return output
    .trimEnd()
    .split("\n")
    .slice(-8)
    .map((line) => `    ${line}`)
    .join("\n");
}

function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const force = setTimeout(() => child.kill("SIGKILL"), politeMs);
    child.once("exit", () => {
      clearTimeout(force);
      resolve();
    });
    child.kill("SIGTERM");
  });
}

type Wait = {
  readonly family: Family;
  readonly isReady: () => Promise<boolean>;
  readonly what: string;
  readonly timeoutMs?: number;
};

export async function waitUntilReady({ family, isReady, what, timeoutMs = 60_000 }: Wait): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (await Promise.race([isReady(), family.fallen])) return;
    await Promise.race([
      new Promise((resolve) => {
        setTimeout(resolve, 100);
      }),
      family.fallen,
    ]);
  }
  throw new LaunchError(`${what} was not ready after ${timeoutMs / 1000} s. Its log is in .data/logs.`);
}

export async function answersOk(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000), redirect: "manual" });
    return response.ok;
  } catch {
    return false; // Not listening yet: that is the question, not a fault.
  }
}
