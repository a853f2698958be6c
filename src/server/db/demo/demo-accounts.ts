import type { Tx } from "@/server/db/open-database";

export type AccountRow = {
  readonly id: string;
  readonly userId: string;
  readonly accountEmail: string | null;
  readonly disconnectedAt: Date | null;
};

/** Whatever was ever connected in a workspace, also what is over. */
export function listAccountsEver(tx: Tx, workspaceId: string): Promise<AccountRow[]> {
  return tx.connection.findMany({
    where: { workspaceId },
    select: { id: true, userId: true, accountEmail: true, disconnectedAt: true },
  });
}

export type MainCalendar = { readonly calendarId: string; readonly userId: string; readonly email: string | null };

/** The calendar of each connected account in which its person's own meetings stand. */
export async function listMainCalendars(tx: Tx, workspaceId: string): Promise<MainCalendar[]> {
  const rows = await tx.calendar.findMany({
    where: { workspaceId, isPrimary: true, isSelected: true, retiredAt: null, connection: { disconnectedAt: null } },
    select: { id: true, connection: { select: { userId: true, accountEmail: true } } },
  });
  return rows.map(({ id, connection }) => ({
    ...{ calendarId: id, userId: connection.userId, email: connection.accountEmail },
  }));
}

export type PastChange = { readonly at: Date; readonly from: string; readonly to: string };
type Of = { readonly workspaceId: string; readonly connectionId: string; readonly userId: string };

/**
 * Changes of state from before a connection was made: marked as made up, and only where there are none yet. They need
 * no cause, because nothing caused them.
 */
export async function addMadeUpPast(tx: Tx, of: Of, changes: readonly PastChange[]): Promise<void> {
  const { workspaceId, connectionId, userId } = of;
  const subject = { workspaceId, subjectKind: "connection", subjectId: connectionId };
  const before = await tx.healthTransition.count({ where: { ...subject, detail: { path: ["demo"], equals: true } } });
  if (before > 0) return;
  await tx.healthTransition.createMany({
    data: changes.map(({ at, from, to }) => ({
      ...subject,
      ...{ userId, at, fromStatus: from, toStatus: to, detail: { demo: true } },
    })),
  });
}
