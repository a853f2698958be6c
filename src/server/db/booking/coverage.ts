import type { Tx } from "@/server/db/open-database";

export type CoverageRow = {
  readonly calendar_id: string;
  readonly name: string;
  readonly user_id: string;
  readonly provider: string;
  readonly connection_id: string;
  readonly remote_id: string;
  readonly account_email: string | null;
  readonly is_primary: boolean;
  readonly is_over: boolean;
  readonly disconnected_at: Date | null;
  readonly retired_at: Date | null;
  readonly meetings_only: boolean;
  readonly covered_from: Date | null;
  readonly covered_until: Date | null;
};

/** What the mirror of each calendar is proved to hold, and where its owner can be asked directly. */
export function loadCoverage(tx: Tx, workspaceId: string, calendarIds: readonly string[]): Promise<CoverageRow[]> {
  return tx.$queryRaw<CoverageRow[]>`
    select k.id as calendar_id, k.name, c.user_id, c.provider, c.id as connection_id, k.remote_id, c.account_email,
      k.is_primary, (c.disconnected_at is not null or k.retired_at is not null) as is_over,
      c.disconnected_at, k.retired_at, k.meetings_only,
      s.covered_from, s.covered_until
    from calendars k
    join connections c on c.workspace_id = k.workspace_id and c.id = k.connection_id
    left join calendar_sync_states s on s.workspace_id = k.workspace_id and s.calendar_id = k.id
    where k.workspace_id = ${workspaceId}::uuid and k.id = any (${[...calendarIds]}::uuid[])`;
}
