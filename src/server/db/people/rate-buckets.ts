import type { Tx } from "@/server/db/open-database";

export type Bucket = { readonly key: string; readonly capacity: number; readonly perSecond: number };

/** Takes one from each, and answers how long to wait for the emptiest; 0 when all had one. */
export async function takeTokens(tx: Tx, buckets: readonly Bucket[], now: Date): Promise<number> {
  const rows = await tx.$queryRaw<{ retry_after_ms: number; allowed: boolean }[]>`
    select taken.allowed, taken.retry_after_ms
    from unnest(${buckets.map(({ key }) => key)}::text[], ${buckets.map(({ capacity }) => capacity)}::float8[], ${buckets.map(({ perSecond }) => perSecond)}::float8[])
      as bucket (key, capacity, per_second),
    lateral system.take_token(bucket.key, bucket.capacity, bucket.per_second, ${now}) as taken`;
  return Math.max(0, ...rows.filter(({ allowed }) => !allowed).map(({ retry_after_ms: wait }) => wait));
}
