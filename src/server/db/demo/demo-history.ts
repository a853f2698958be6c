import type { Tx } from "@/server/db/open-database";

export type PastHour = {
  readonly at: Date;
  readonly calendars: number;
  /** Proven within their bound. */
  readonly good: number;
  readonly ages: readonly number[];
  readonly durations: readonly number[];
  readonly runs: number;
  readonly failures: number;
};
export type PastDay = PastHour & { readonly score: number; readonly calls: number; readonly rateLimited: number };

export type ProviderPast = {
  readonly provider: string;
  readonly hours: readonly PastHour[];
  readonly days: readonly PastDay[];
};

export async function countByProvider(tx: Tx, workspaceId: string): Promise<Map<string, number>> {
  const rows = await tx.connection.groupBy({
    by: ["provider"],
    where: { workspaceId, disconnectedAt: null },
    _count: true,
  });
  return new Map(rows.map(({ provider, _count: count }) => [provider, count]));
}

/** Whether figures stand here already, made up or seen: then nothing is added. */
export async function hasPastDays(tx: Tx, workspaceId: string, before: Date): Promise<boolean> {
  const where = { workspaceId, subjectKind: "provider", bucket: "day", startsAt: { lt: before } };
  return (await tx.monitoringResult.count({ where })) > 0;
}

/** Figures from before there were any, each marked as made up. */
export async function addMadeUpFigures(tx: Tx, workspaceId: string, { provider, hours, days }: ProviderPast) {
  const subject = { workspaceId, subjectKind: "provider", subjectId: provider };
  const toRow = (bucket: "hour" | "day", past: PastHour) => ({
    ...{ ...subject, bucket, startsAt: past.at, runs: past.runs, failures: past.failures },
    metrics: {
      ...{ ages: [...past.ages], durations: [...past.durations], calendars: past.calendars, good: past.good },
      demo: true,
    },
  });
  await tx.monitoringResult.createMany({
    data: [
      ...hours.map((hour) => toRow("hour", hour)),
      ...days.map((day) => ({ ...toRow("day", day), score: day.score })),
    ],
    skipDuplicates: true,
  });
}

/** Calls of whole days, of a class that no real call has. */
export async function addMadeUpCalls(tx: Tx, workspaceId: string, { provider, days }: ProviderPast): Promise<void> {
  await tx.callCount.createMany({
    data: days.map(({ at, calls, failures, rateLimited }) => ({
      ...{ workspaceId, provider, endpointClass: "demo", hour: at, calls, failures, rateLimited },
    })),
    skipDuplicates: true,
  });
}
