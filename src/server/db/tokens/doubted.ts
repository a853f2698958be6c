import type { Tx } from "@/server/db/open-database";

/** A grant that was called lost once and waits for the second opinion. */
export type Doubted = { readonly connectionId: string; readonly generation: number; readonly retryAt: Date };

type Of = { readonly workspaceId: string; readonly calendarIds: readonly string[] };

/** Those behind these calendars. */
export async function findDoubted(tx: Tx, { workspaceId, calendarIds }: Of): Promise<Doubted[]> {
  const rows = await tx.credential.findMany({
    where: {
      workspaceId,
      timesLost: { gt: 0 },
      retryAt: { not: null },
      connection: {
        authStatus: "active",
        disconnectedAt: null,
        calendars: { some: { workspaceId, id: { in: [...calendarIds] } } },
      },
    },
    select: { connectionId: true, generation: true, retryAt: true },
  });
  return rows.flatMap(({ connectionId, generation, retryAt }) =>
    retryAt === null ? [] : [{ connectionId, generation: Number(generation), retryAt }],
  );
}
