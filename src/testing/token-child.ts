// A process of its own that needs tokens: what tests about many processes fork. Told by messages what to do.
import { readEnv } from "@/lib/env";
import { systemRandom } from "@/lib/ids";
import { createLog } from "@/lib/log";
import { sleepFor } from "@/lib/sleep";
import { createTransport } from "@/providers/transport";
import { openDatabase } from "@/server/db/open-database";
import type { Where } from "@/server/db/tokens/credentials";
import { installDeps, type Deps } from "@/server/deps";
import { getAccess } from "@/server/tokens/get-access";

import { openSandboxProviders, sealWith } from "./sandbox-providers";

export type ChildSetup = {
  readonly settings: Readonly<Record<string, string>>;
  readonly endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>;
};
export type ChildOrder = { readonly round: number; readonly where: Where; readonly aheadMs: number };
export type ChildAnswer =
  | { readonly kind: "ready" }
  | { readonly kind: "token"; readonly round: number; readonly token: string }
  | { readonly kind: "error"; readonly round: number; readonly error: string };

const setup = JSON.parse(process.argv[2] ?? "{}") as ChildSetup;
const state = { aheadMs: 0 };
const now = () => new Date(Date.now() + state.aheadMs);
const env = readEnv(setup.settings);
const providers = openSandboxProviders(setup.endpoints, { now, transport: createTransport() });
const deps: Deps = {
  env,
  db: openDatabase({ url: env.database.url.reveal(), maxConnections: 2 }),
  ...{ now, random: systemRandom, chance: Math.random, sleep: sleepFor },
  log: createLog({ level: "error", service: "child", known: [] }),
  seal: sealWith(env.encryption),
  providers: () => Promise.resolve(providers),
};
installDeps(deps);

const tell = (answer: ChildAnswer) => process.send?.(answer);

async function run({ round, where, aheadMs }: ChildOrder): Promise<void> {
  state.aheadMs = aheadMs;
  try {
    const { access } = await getAccess(deps, where, { signal: AbortSignal.timeout(60_000) });
    if (access.kind !== "bearer") throw new Error(`Access is ${access.kind}.`);
    tell({ kind: "token", round, token: access.token.reveal() });
  } catch (error) {
    tell({ kind: "error", round, error: String(error) });
  }
}

process.on("message", (order: ChildOrder) => {
  void run(order);
});
process.on("disconnect", () => process.exit(0));
tell({ kind: "ready" });
