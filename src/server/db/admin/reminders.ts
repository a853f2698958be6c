import type { Tx } from "@/server/db/open-database";

type Connection = { readonly workspaceId: string; readonly connectionId: string };

/** Whose it is and how it is, as recorded; null when there is none, or it is over. */
export async function findWaiting(tx: Tx, { workspaceId, connectionId }: Connection) {
  return tx.connection.findFirst({
    where: {
      ...{ workspaceId, id: connectionId, disconnectedAt: null },
      status: { in: ["needs_reconnecting", "disabled"] },
    },
    select: { userId: true, provider: true, status: true },
  });
}

export type Reminder = Connection & {
  readonly userId: string;
  readonly day: string;
  readonly provider: string;
  readonly status: string;
  readonly by: string;
};

/** One a day and connection, however many ask for it. False: there is one already. */
export async function addReminder(tx: Tx, reminder: Reminder, now: Date): Promise<boolean> {
  const { workspaceId, connectionId, userId, day, provider, status, by } = reminder;
  const { count } = await tx.delivery.createMany({
    data: [
      {
        ...{ workspaceId, userId, channel: "in_app", kind: "reminder", createdAt: now },
        dedupeKey: `reminder:${connectionId}:${day}`,
        payload: { connectionId, provider, status, by },
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}
