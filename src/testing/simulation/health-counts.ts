// I12: what the overview counts is what a recount finds.
import type { Scene } from "./scene";
import type { Violation } from "./witness";

type Row = { readonly status: string; readonly counted: number; readonly recounted: number };

const differing = `
  select status, coalesce(c.connections, 0)::int as counted, coalesce(r.connections, 0)::int as recounted
  from (select status, sum(connections) as connections from health_counts where workspace_id = $1 group by status) c
  full join (select status, count(*) as connections from connections
    where workspace_id = $1 and disconnected_at is null group by status) r using (status)
  where coalesce(c.connections, 0) <> coalesce(r.connections, 0) order by status`;

export async function checkHealthCounts({ database: { look, workspaceId } }: Scene): Promise<Violation[]> {
  const rows = await look<Row>(differing, [workspaceId]);
  return rows.map(({ status, counted, recounted }) => ({
    ...{ invariant: "I12", what: `${recounted} connections are ${status}, and ${counted} are counted` },
  }));
}
