// Two production web processes and one worker over one PostgreSQL: whether they are one to whoever uses them, also when one
// is killed, and whether two answer as much as one on the same machine. What must lose is a limit in a process's memory.
// Needs Linux, where every address of 127.0.0.0/8 is this machine. Run: npm run bench:webs
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

import pg from "pg";

import { reporter } from "./report";
import { checkAccess, checkChanges, checkLimits, checkNews, drain, type Scene } from "./webs-checks";
import { checkKill, checkOneTime, makePage } from "./webs-booking";
import { measureLoad } from "./webs-load";
import { Browser, openWebs } from "./webs-target";

const { demoFactor, rates } = await import("../src/server/http/rates");

const report = reporter("webs");
const limit = { capacity: rates.secret.capacity * demoFactor, perSecond: rates.secret.perSecond * demoFactor };

async function startForgetful(): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const { capacity, perSecond } = limit;
  const args = ["--import", "tsx", "bench/forgetful-web.ts", String(capacity), String(perSecond)];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  return { url: `http://127.0.0.1:${port.toString().trim()}`, child };
}

/** Two that count for themselves let through twice as many. */
async function measureForgetful(): Promise<void> {
  const webs = await Promise.all([startForgetful(), startForgetful()]);
  try {
    const { passed, allowed } = await drain(limit, async (turn) => {
      const answer = await fetch(webs[turn % 2]?.url ?? "", { method: "POST" });
      await answer.arrayBuffer();
      return answer.status;
    });
    report("bad_limit_in_memory_passed_over_what_is_allowed", passed / allowed, { least: 1.5 });
  } finally {
    for (const { child } of webs) child.kill();
  }
}

const webs = await openWebs();
const client = new pg.Client({ connectionString: webs.databaseUrl });
await client.connect();
try {
  const sql: Scene["sql"] = async (text, values = []) => (await client.query(text, [...values])).rows;
  const userIdOf = async (email: string) =>
    (await sql<{ id: string }>("select id from users where email = $1", [email]))[0]?.id ?? "";
  const alice = new Browser(webs.origin);
  await alice.signIn(webs.one, await userIdOf("alice@meridian.example"));
  const scene: Scene = { ...webs, report, sql, alice, userIdOf };
  await checkAccess(scene);
  await checkChanges(scene);
  await checkNews(scene);
  await checkLimits(scene, limit);
  await measureForgetful();
  const page = await makePage(scene);
  await checkOneTime(scene, page);
  await measureLoad(scene);
  await checkKill(scene, page);
} finally {
  await client.end();
  await webs.stop();
}
process.exit();
