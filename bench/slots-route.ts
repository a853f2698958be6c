// P11, at the route: the free slots of four weeks, for one host with 500 events and for a team of 50, over the database.
// Beside it the rows alone that such an answer is made of, and what is easily written instead: one host after the other.
// Run: npm run bench:slots
import { reporter } from "./report";

const { dayAhead, makeHosts, makePage, post, spreadOf } = await import("./booking-scene");
const { closeScene, deps, workspaceId } = await import("./scene");
const { db } = deps;
const { findConfiguration } = await import("../src/server/db/booking/configurations");
const { loadMirror } = await import("../src/server/availability/load-mirror");

const report = reporter("slots");
const rounds = Number(process.env.BENCH_ROUNDS ?? 200);
const fourWeeks = { start_date: dayAhead(1), end_date: dayAhead(28) };

async function measure(run: () => Promise<unknown>, count = rounds, warming = 20) {
  const times: number[] = [];
  for (let round = 0; round < count + warming; round += 1) {
    const startedMs = performance.now();
    await run();
    // The first ones warm up plans and caches.
    if (round >= warming) times.push(performance.now() - startedMs);
  }
  return spreadOf(times);
}

async function ask(id: string): Promise<void> {
  const { status, body } = await post(id, "check-availability", fourWeeks);
  const { mode, available_slots: slots } = body as { mode: string; available_slots: unknown[] };
  if (status !== 200 || mode !== "instant" || slots.length === 0) throw new Error(`${status}: ${JSON.stringify(body)}`);
}

/** What the answer rests on, read and nothing else: whatever is done on top is ours. */
async function rowsOf(configurationId: string): Promise<void> {
  const now = deps.now();
  const window = { from: now.getTime(), to: now.getTime() + 29 * 86_400_000 };
  await db.inWorkspace({ workspaceId }, async (tx) => {
    const configuration = await findConfiguration(tx, { workspaceId, configurationId });
    if (configuration === null) throw new Error("The page is not there.");
    await loadMirror(tx, configuration, { window, except: null, now });
  });
}

try {
  const one = await makePage(await makeHosts(1, 500));
  const team = await makeHosts(Number(process.env.BENCH_HOSTS ?? 50), 100);
  const fifty = await makePage(team);
  const alone = await Promise.all(team.map((host) => makePage([host])));

  const single = await measure(() => ask(one));
  report("one_host_p50_ms", single.middle, {});
  report("one_host_p99_ms", single.worst, { most: 25 });
  const whole = await measure(() => ask(fifty));
  report("fifty_hosts_p50_ms", whole.middle, {});
  report("fifty_hosts_p99_ms", whole.worst, { most: 60 });
  report("fifty_hosts_times_of_one", whole.middle / single.middle, { most: 10 });
  const rows = await measure(() => rowsOf(fifty));
  report("fifty_hosts_times_of_their_rows", whole.middle / rows.middle, { most: 3 });
  const bad = await measure(
    async () => {
      for (const id of alone) await ask(id);
    },
    3,
    1,
  );
  report("bad_one_after_the_other_times_slower", bad.middle / whole.middle, { least: 3 });
} finally {
  await closeScene();
}
