import path from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { keepStateIn } from "../src/sandbox/control/state-file.ts";
import type { Witness } from "../src/sandbox/kernel/witness.ts";
import { startSandbox } from "../src/sandbox/sandbox.ts";

const { values } = parseArgs({
  options: {
    port: { type: "string", default: "4400" },
    host: { type: "string", default: "127.0.0.1" },
    seed: { type: "string", default: "daykeeper" },
    world: { type: "string", default: "team" },
    snapshot: { type: "string" },
    witness: { type: "string" },
  },
});

type WitnessModule = { openAnswerWitness(options: { onDeviation(message: string): void }): { witness: Witness } };

/** A module that sees every answer; the process ends at the first that is not what it should be. */
async function loadWitness(file: string): Promise<{ witness: Witness }> {
  const loaded = (await import(pathToFileURL(path.resolve(file)).href)) as WitnessModule;
  const onDeviation = (message: string): void => {
    process.stderr.write(`sandbox: ${message}\n`);
    process.exit(3);
  };
  return { witness: loaded.openAnswerWitness({ onDeviation }).witness };
}

const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_000) {
  process.stderr.write("--port must be a number from 0 (free ports) to 65000.\n");
  process.exit(2);
}

try {
  const sandbox = await startSandbox({
    port,
    host: values.host,
    seed: values.seed,
    world: values.world === "empty" ? "empty" : "team",
    ...(values.witness === undefined ? {} : await loadWitness(values.witness)),
  });
  sandbox.ground.ledger.onCrash = (operation, error) => {
    process.stderr.write(`sandbox: ${operation} failed: ${error instanceof Error ? error.stack : String(error)}\n`);
  };
  const state = values.snapshot === undefined ? null : keepStateIn(values.snapshot, sandbox);
  // The time in which nothing ran has passed for everybody else.
  const { clock } = sandbox.ground;
  if (clock.now() < Date.now()) clock.jump(Date.now());
  process.stdout.write(`${JSON.stringify({ ...sandbox.endpoints, seed: sandbox.seed })}\n`);
  const stop = (): void => {
    state?.saveAndStop();
    void sandbox.stop().then(() => process.exit(0));
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
} catch (error) {
  const code = (error as NodeJS.ErrnoException).code;
  const reason = code === "EADDRINUSE" ? `port ${port} or one of the two after it is taken` : String(error);
  process.stderr.write(`sandbox: did not start: ${reason}\n`);
  process.exit(1);
}
