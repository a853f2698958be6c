import type { Tx } from "@/server/db/open-database";

type NewLink = {
  readonly tokenHash: Uint8Array;
  readonly purpose: "sign-in";
  readonly userId: string;
  readonly expiresAt: Date;
};

export async function createOneTimeLink(tx: Tx, link: NewLink, now: Date): Promise<void> {
  await tx.$queryRaw`select system.create_one_time_link(${link.tokenHash}, ${link.purpose}, ${link.userId}::uuid, ${link.expiresAt}, ${now})`;
}

/** Whom the link was made for, the first time; null ever after. */
export async function spendOneTimeLink(tx: Tx, tokenHash: Uint8Array, now: Date): Promise<string | null> {
  const [row] = await tx.$queryRaw<
    { user_id: string | null }[]
  >`select system.use_one_time_link(${tokenHash}, 'sign-in', ${now}) as user_id`;
  return row?.user_id ?? null;
}
