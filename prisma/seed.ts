// The demo's people. Run by the launcher in demo mode only; running it again changes nothing that is there.
import { EnvError, readEnv, type Env } from "../src/lib/env";
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

const deps = createDeps(readDemoSettings(), "seed");
installDeps(deps);
const { people, workspaces } = await seedDemo();
await deps.db.close();
process.stdout.write(`${people} people in ${workspaces} workspaces\n`);
