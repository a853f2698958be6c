import type { Tx } from "@/server/db/open-database";

/** From here on the transaction reads every audit log, and nothing else. */
export async function becomeAuditor(tx: Tx): Promise<void> {
  await tx.$queryRaw`select set_config('role', 'daykeeper_auditor', true)`;
}

/** Every chain there is or was said to be; after becoming the auditor. */
export async function listChains(tx: Tx, after: string | null, limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ workspace_id: string }[]>`
    select workspace_id from (
      select workspace_id from audit_chains union select distinct workspace_id from audit_log) as chains
    where ${after}::uuid is null or workspace_id > ${after}::uuid
    order by workspace_id limit ${limit}::int`;
  return rows.map((row) => row.workspace_id);
}
