import { canWriteInto } from "@/core/calendar/may-write";
import { toAccess } from "@/server/db/connections/calendars";
import type { Tx } from "@/server/db/open-database";

export type HostCandidate = {
  readonly userId: string;
  readonly name: string;
  readonly calendars: readonly {
    readonly id: string;
    readonly name: string;
    readonly account: string;
    /** Appointments can be made in it. */
    readonly canWrite: boolean;
  }[];
};
type Row = {
  readonly userId: string;
  readonly person: string;
  readonly id: string | null;
  readonly name: string | null;
  readonly account: string | null;
  readonly mayWrite: boolean | null;
  readonly access: string | null;
};

/** Members with the calendars that could block or take their bookings; whoever has none is named without. */
export async function hosting(tx: Tx, workspaceId: string): Promise<readonly HostCandidate[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select m.user_id as "userId", u.name as person, k.id, k.name, k.account, k.may_write as "mayWrite", k.access_role as access
    from memberships m
    join users u on u.id = m.user_id
    left join lateral (
      select k.id, k.name, coalesce(c.account_email, '') as account, k.is_primary, k.may_write and c.may_write as may_write, k.access_role
      from connections c
      join calendars k on k.workspace_id = c.workspace_id and k.connection_id = c.id
      where c.workspace_id = m.workspace_id and c.user_id = m.user_id and c.disconnected_at is null
        and k.retired_at is null and k.is_selected
    ) k on true
    where m.workspace_id = ${workspaceId}::uuid
    order by u.name, m.user_id, k.is_primary desc, k.account, k.name`;
  return [...Map.groupBy(rows, ({ userId }) => userId)].map(([userId, own]) => ({
    userId,
    name: own[0]?.person ?? "",
    calendars: own.flatMap(({ id, name, account, mayWrite, access }) => {
      if (id === null) return [];
      const canWrite = canWriteInto({ mayWrite: mayWrite ?? false, access: toAccess(access) });
      return [{ id, name: name ?? "", account: account ?? "", canWrite }];
    }),
  }));
}
