import type { Tx } from "@/server/db/open-database";

export type ConnectionChange = {
  readonly connection_id: string;
  readonly to_status: string;
  readonly at: Date;
  /** Not seen but made up, for a demo. */
  readonly is_made_up: boolean;
};

type Asked = { readonly workspaceId: string; readonly userId: string; readonly since: Date };

/** How the states of a person's connections changed since then, oldest first, and before it the one that held then. */
export function loadConnectionChanges(tx: Tx, { workspaceId, userId, since }: Asked): Promise<ConnectionChange[]> {
  return tx.$queryRaw<ConnectionChange[]>`
    select c.id as connection_id, h.to_status, h.at, coalesce((h.detail ->> 'demo')::boolean, false) as is_made_up
    from connections c
    join lateral (
      (select t.to_status, t.at, t.detail from health_transitions t
       where t.workspace_id = c.workspace_id and t.subject_kind = 'connection' and t.subject_id = c.id::text
         and t.at <= ${since}
       order by t.at desc limit 1)
      union all
      -- What is older was forgotten: then the first change tells from which state it was, and without any it is as it was.
      (select coalesce(f.from_status, c.status), ${since}, coalesce(f.detail, '{}')
       from (select 1) one left join lateral (
         select t.from_status, t.detail from health_transitions t
         where t.workspace_id = c.workspace_id and t.subject_kind = 'connection' and t.subject_id = c.id::text
           and t.at > ${since}
         order by t.at limit 1
       ) f on true
       where coalesce(f.from_status <> 'unknown', c.status_since <= ${since})
         and not exists (
           select from health_transitions t
           where t.workspace_id = c.workspace_id and t.subject_kind = 'connection' and t.subject_id = c.id::text
             and t.at <= ${since}))
      union all
      (select t.to_status, t.at, t.detail from health_transitions t
       where t.workspace_id = c.workspace_id and t.subject_kind = 'connection' and t.subject_id = c.id::text
         and t.at > ${since}
       order by t.at limit 5000)
    ) h on true
    where c.workspace_id = ${workspaceId}::uuid and c.user_id = ${userId}::uuid and c.disconnected_at is null
    order by c.id, h.at`;
}
