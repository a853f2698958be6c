// The demo's people and what they have connected. Run by the launcher in demo mode only; running it again changes nothing
// that is there. `--leave-out` names accounts that nobody connects.
import { parseArgs } from "node:util";

import { EnvError, readEnv, type Env } from "../src/lib/env";
import { connectTeam, type TeamReport } from "../src/server/demo/connect-team";
import { makeBookingPages } from "../src/server/demo/make-booking-pages";
import { makeHistory } from "../src/server/demo/make-history";
import { createDeps, installDeps } from "../src/server/deps";
import { seedDemo } from "../src/server/people/seed-demo";

function readDemoSettings(): Env {
  try {
    const env = readEnv(process.env);
    if (env.demo) return env;
    process.stderr.write(
      "The demo's people sign in without a password, so they are only made in a demo (DEMO=1, without PUBLIC_URL).\n",
    );
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(error.message);
  }
  process.exit(1);
}

function tell({ connected, repaired, failures }: TeamReport): string {
  const parts = [
    ...(connected > 0 ? [`${connected} accounts connected`] : []),
    ...(repaired > 0 ? [`${repaired} accounts connected again`] : []),
    ...(failures.length > 0 ? [`not connected: ${failures.join("; ")}`] : []),
  ];
  return parts.map((part) => `, ${part}`).join("");
}

const { values } = parseArgs({ options: { "leave-out": { type: "string", multiple: true, default: [] } } });
const deps = createDeps(readDemoSettings(), "seed");
installDeps(deps);
const { people, workspaces, members } = await seedDemo();
const report = await connectTeam(members, values["leave-out"]);
await makeHistory([...new Set(members.map(({ workspaceId }) => workspaceId))]);
await makeBookingPages(members);
await deps.db.close();
process.stdout.write(`${people} people in ${workspaces} workspaces${tell(report)}\n`);
