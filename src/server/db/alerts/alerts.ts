import type { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

const state = {
  id: true,
  ruleId: true,
  dedupeKey: true,
  severity: true,
  subjectKind: true,
  subjectId: true,
  userId: true,
  connectionId: true,
  evidence: true,
  occurrences: true,
  openedAt: true,
  lastSeenAt: true,
  acknowledgedAt: true,
  acknowledgedBy: true,
  snoozedUntil: true,
  resolvedAt: true,
  resolvedBy: true,
  calmSince: true,
  toldAt: true,
  toldWord: true,
  escalatedAt: true,
  reminded: true,
} as const;

export type AlertRow = Prisma.AlertGetPayload<{ select: typeof state }>;
type Place = { readonly workspaceId: string };

/** What is open of an account, and the last alert of each of the causes named, however it ended. */
export async function loadAlertsOf(
  tx: Tx,
  { workspaceId, connectionId, dedupeKeys }: Place & { connectionId: string | null; dedupeKeys: readonly string[] },
): Promise<AlertRow[]> {
  const open = await tx.alert.findMany({ where: { workspaceId, connectionId, resolvedAt: null }, select: state });
  const missing = dedupeKeys.filter((key) => !open.some(({ dedupeKey }) => dedupeKey === key));
  if (missing.length === 0) return open;
  const past = await tx.alert.findMany({
    where: { workspaceId, dedupeKey: { in: missing } },
    distinct: ["dedupeKey"],
    orderBy: [{ dedupeKey: "asc" }, { openedAt: "desc" }],
    select: state,
  });
  return [...open, ...past];
}

export type AlertValues = Omit<Prisma.AlertUncheckedCreateInput, "workspaceId" | "id">;

export async function openAlert(tx: Tx, { workspaceId }: Place, values: AlertValues): Promise<string> {
  const { id } = await tx.alert.create({ data: { workspaceId, ...values }, select: { id: true } });
  return id;
}

export async function changeAlert(
  tx: Tx,
  { workspaceId, id }: Place & { readonly id: string },
  values: Prisma.AlertUncheckedUpdateManyInput,
): Promise<boolean> {
  const { count } = await tx.alert.updateMany({ where: { workspaceId, id }, data: values });
  return count === 1;
}

export function findAlert(tx: Tx, { workspaceId, id }: Place & { readonly id: string }): Promise<AlertRow | null> {
  return tx.alert.findFirst({ where: { workspaceId, id }, select: state });
}

type Listed = Place & { readonly userId?: string; readonly limit: number };

/** Open ones first, the worst at the top; then the newest of those that are over. */
export function listAlerts(tx: Tx, { workspaceId, userId, limit }: Listed): Promise<AlertRow[]> {
  return tx.alert.findMany({
    where: { workspaceId, ...(userId === undefined ? {} : { userId }) },
    select: state,
    orderBy: [{ resolvedAt: { sort: "desc", nulls: "first" } }, { openedAt: "desc" }],
    take: limit,
  });
}

/** What is open of everybody else in a workspace, the newest first. */
export function listOpenOfOthers(
  tx: Tx,
  { workspaceId, userId, limit }: Place & { readonly userId: string; readonly limit: number },
): Promise<AlertRow[]> {
  return tx.alert.findMany({
    where: { workspaceId, resolvedAt: null, userId: { not: null }, NOT: { userId } },
    select: state,
    orderBy: { openedAt: "desc" },
    take: limit,
  });
}

/** One after another: two evaluations of one workspace's instance alerts must not both open one. */
export async function lockAlerts(tx: Tx, key: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 0))::text`;
}

export async function countOpen(
  tx: Tx,
  { workspaceId, userId }: Place & { readonly userId: string },
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx.alert.groupBy({
    by: ["severity"],
    where: { workspaceId, userId, resolvedAt: null },
    _count: { _all: true },
  });
  return new Map(rows.map(({ severity, _count }) => [severity, _count._all]));
}

/** Open ones of a person that can wait and began, or were last told, since then. */
export function listForDigest(
  tx: Tx,
  { workspaceId, userId, since }: Place & { readonly userId: string; readonly since: Date },
): Promise<AlertRow[]> {
  return tx.alert.findMany({
    where: {
      ...{ workspaceId, userId, resolvedAt: null, severity: { in: ["medium", "low"] } },
      OR: [{ openedAt: { gte: since } }, { toldAt: { gte: since } }],
    },
    select: state,
    orderBy: [{ openedAt: "desc" }],
  });
}
