// An account whose rows a test changes, and what becomes of its alerts when time passes and due work is done.
import type { Prisma } from "@/generated/prisma/client";
import { recordConnectionHealth } from "@/server/health/record-health";
import type { Deps } from "@/server/deps";
import { lookForAlerts } from "@/server/alerts/look-for-alerts";
import { runDueWork } from "@/server/work/run-due-work";

import type { Api } from "./api";
import { makeConnection, type Rows } from "./health-rows";

const noProvider = { budgetMs: 20_000, concurrency: 2, signal: new AbortController().signal } as const;

/** Only what alerts and their messages need: no test of them reads a calendar. */
export const doAlertWork = (deps: Deps) =>
  runDueWork(deps, { ...noProvider, kinds: ["alerts.evaluate", "delivery.send", "endpoint.test"] });

export async function look(deps: Deps): Promise<void> {
  await lookForAlerts(deps);
  await doAlertWork(deps);
}

export const makeAccount = (api: Api, given: Partial<Parameters<typeof makeConnection>[2]> = {}): Promise<Rows> =>
  makeConnection(api.deps.db, { workspaceId: api.cast.home, userId: api.cast.bob }, { at: api.deps.now(), ...given });

/** Changes the account's own row as whoever noticed would, in one transaction with what is recorded of it. */
export async function changeAccount(
  api: Api,
  rows: Rows,
  data: Prisma.ConnectionUncheckedUpdateManyInput,
): Promise<void> {
  const { workspaceId, connectionId } = rows;
  await api.deps.db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.connection.updateMany({ where: { id: connectionId }, data });
    await recordConnectionHealth(tx, api.deps, { workspaceId, connectionId });
  });
  await doAlertWork(api.deps);
}

export const alertsOf = (api: Api, { workspaceId, connectionId }: Rows) =>
  api.deps.db.inWorkspace({ workspaceId }, (tx) =>
    tx.alert.findMany({ where: { connectionId }, orderBy: { openedAt: "asc" } }),
  );

export const deliveriesOf = (api: Api, rows: Rows, channel = "in_app") =>
  api.deps.db.inWorkspace(rows, async (tx) => {
    const alerts = await tx.alert.findMany({ where: { connectionId: rows.connectionId }, select: { id: true } });
    return tx.delivery.findMany({
      where: { channel, alertId: { in: alerts.map(({ id }) => id) } },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    });
  });
