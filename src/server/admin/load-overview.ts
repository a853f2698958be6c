import { createHash } from "node:crypto";

import { ageBoundsMs, addSlots } from "@/core/health/spread";
import { dayMs } from "@/core/time/wall-time";
import { readWorkOverview } from "@/server/db/work/counts";
import * as db from "@/server/db/admin/overview";
import { listWorkers, readReadiness } from "@/server/db/people/instance";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { toWorker } from "@/server/people/instance";
import type { Caller } from "@/server/people/person";

import { loadObjectives } from "./load-objectives";
import { loadMailWay, loadWays } from "./load-ways";
import { requireOversight, type Overseer } from "./oversight";
import type { OverviewShape } from "./shapes";
import { toProviders, type ProviderRows } from "./to-providers";
import { spreadOf, toBreaker, toDeadLetter, toState, toTransition } from "./to-shapes";

const daysOfCalls = 14;
const daysOfDrift = 90;
const endsSoonMs = 14 * dayMs;
const most = { workspaces: 50, breakers: 50, dead: 50, transitions: 30 } as const;

type Asked = { readonly workspaceId?: string | undefined };

/** Everything at one moment, in one transaction: counters and small lists, however many connections there are. */
export async function loadOverview(deps: Deps, caller: Caller, { workspaceId }: Asked = {}): Promise<OverviewShape> {
  const overseer = requireOversight(caller, workspaceId);
  const now = deps.now();
  const mail = await loadMailWay(deps);
  return deps.db.outsideWorkspace(async (tx) => {
    const rows = await readProviderRows(tx, overseer, now);
    const machinery = overseer.isInstance && overseer.workspaceId === null ? await readMachinery(tx, now) : null;
    const workspaces =
      machinery === null ? [] : await db.listOverseenWorkspaces(tx, overseer.viewerId, most.workspaces);
    const drift = await db.listDrift(tx, overseer, new Date(now.getTime() - daysOfDrift * dayMs));
    const dead = overseer.mayAct ? await db.listOverseenDead(tx, overseer, most.dead) : null;
    const objectives = await loadObjectives(tx, overseer, now);
    const ways = [...mail, ...(await loadWays(tx, overseer))];
    const transitions = await db.listOverseenTransitions(tx, overseer, most.transitions);
    return {
      checkedAt: now.toISOString(),
      workspace: nameOf(overseer),
      mayAct: overseer.mayAct,
      ...summarise(rows),
      providers: toProviders(rows, { now, share: deps.env.providerBudgetShare, showsShared: machinery !== null }),
      ...objectives,
      ways,
      workspaces: workspaces.map(({ workspace_id: id, ...row }) => ({ workspaceId: id, ...row })),
      machinery,
      breakers: rows.breakers.map(toBreaker),
      dead: dead?.map(toDeadLetter) ?? null,
      drift: drift.map((row) => ({
        day: row.day.toISOString().slice(0, 10),
        reads: row.reads,
        ...{ missing: Number(row.missing), extra: Number(row.extra), stale: Number(row.stale) },
      })),
      transitions: transitions.map(toTransition),
    };
  });
}

/** The mark of an answer, without the moment it was made at. */
export const versionOf = ({ checkedAt: _, ...rest }: OverviewShape): string =>
  `W/"${createHash("sha256").update(JSON.stringify(rest)).digest("base64url").slice(0, 22)}"`;

function nameOf({ workspaceId, person }: Overseer): OverviewShape["workspace"] {
  if (workspaceId === null) return null;
  return { id: workspaceId, name: person.workspace?.id === workspaceId ? person.workspace.name : null };
}

async function readProviderRows(tx: Tx, overseer: Overseer, now: Date): Promise<ProviderRows> {
  const since = new Date(Math.floor(now.getTime() / dayMs) * dayMs - (daysOfCalls - 1) * dayMs);
  return {
    totals: await db.readTotals(tx, overseer),
    ages: await db.countProofAges(tx, overseer, { boundsMs: ageBoundsMs, now }),
    grants: await db.countGrants(tx, overseer, { now, before: new Date(now.getTime() + endsSoonMs) }),
    calls: await db.listCallDays(tx, overseer, since),
    pauses: await db.listPauses(tx, overseer, now),
    breakers: await db.listOverseenBreakers(tx, overseer, most.breakers),
    buckets: overseer.isInstance ? await db.listProjectBuckets(tx, overseer.viewerId) : [],
  };
}

async function readMachinery(tx: Tx, now: Date): Promise<NonNullable<OverviewShape["machinery"]>> {
  const queue = await readWorkOverview(tx, now);
  const workers = await listWorkers(tx, now);
  const state = await readReadiness(tx, now);
  return {
    queue: queue.map(({ kind, due, running, oldest_due_at: at }) => ({
      ...{ kind, due, running },
      oldestDueAt: at?.toISOString() ?? null,
    })),
    workers: workers.map((row) => toWorker(row, now)),
    database: { version: state.server_version, migrations: state.migrations },
  };
}

function summarise({ totals, ages }: ProviderRows): Pick<OverviewShape, "connections" | "states" | "freshness"> {
  const byState = Map.groupBy(totals, ({ status }) => toState(status));
  const sum = (rows: readonly db.TotalRow[]) => rows.reduce((all, { connections }) => all + connections, 0);
  const slots = ages.reduce<number[]>((all, { slot, calendars }) => {
    const own = Array.from({ length: slot + 1 }, (_, index) => (index === slot ? calendars : 0));
    return addSlots(all, own);
  }, []);
  const within = ages.reduce((all, row) => all + row.within_bound, 0);
  return {
    connections: sum(totals),
    states: [...byState].map(([state, rows]) => ({ state, connections: sum(rows) })),
    freshness: spreadOf(slots, within),
  };
}
