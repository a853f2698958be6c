import type { Tx } from "@/server/db/open-database";

/** On whose pages a booking page may be shown; empty when there is none. */
export async function findEmbeddingOrigins(tx: Tx, slug: string): Promise<readonly string[]> {
  const [row] = await tx.$queryRaw<{ origins: string[] | null }[]>`
    select system.find_embedding_origins(${slug}) as origins`;
  return row?.origins ?? [];
}
