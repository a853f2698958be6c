import type { Tx } from "@/server/db/open-database";

import type { Oversight } from "./overview";

export type PastRow = {
  readonly provider: string;
  readonly starts_at: Date;
  readonly runs: number;
  readonly failures: number;
  readonly metrics: unknown;
  readonly status_times: unknown;
};

type Asked = { readonly bucket: "hour" | "day"; readonly since: Date };

export function listPast(tx: Tx, of: Oversight, { bucket, since }: Asked): Promise<PastRow[]> {
  return tx.$queryRaw<PastRow[]>`
    select provider, starts_at, runs, failures, metrics, status_times
    from system.health_history(${of.viewerId}::uuid, ${of.workspaceId}::uuid, ${bucket}, ${since})`;
}

type Slots = { readonly agesMs: readonly number[]; readonly durationsMs: readonly number[]; readonly now: Date };

/** The running hour and day as they have been so far. Answers for how many workspaces and providers. */
export async function rollUpHealth(tx: Tx, { agesMs, durationsMs, now }: Slots): Promise<number> {
  const ages = agesMs.map((bound) => bound / 1_000);
  const [row] = await tx.$queryRaw<{ rows: number }[]>`
    select system.roll_up_health(${ages}::double precision[], ${[...durationsMs]}::double precision[], ${now}) as rows`;
  return row?.rows ?? 0;
}
