import type { Tx } from "@/server/db/open-database";

export type NewAttempt = {
  readonly workspaceId: string;
  readonly id: string;
  readonly userId: string;
  readonly sessionId: string;
  readonly provider: string;
  readonly connectionId: string | null;
  readonly stateHash: Uint8Array<ArrayBuffer>;
  readonly keyId: string;
  readonly codeVerifier: Uint8Array<ArrayBuffer>;
  readonly scopes: string[];
  readonly returnTo: string;
  readonly createdAt: Date;
  readonly expiresAt: Date;
};

export async function createAttempt(tx: Tx, attempt: NewAttempt): Promise<void> {
  await tx.connectAttempt.create({ data: attempt });
}

export type AttemptRow = Omit<NewAttempt, "stateHash" | "keyId" | "returnTo" | "createdAt"> & {
  readonly returnTo: string | null;
  readonly usedAt: Date | null;
};

/** Asked without a person: the attempt of somebody else is told apart from none. */
export function findAttempt(
  tx: Tx,
  workspaceId: string,
  stateHash: Uint8Array<ArrayBuffer>,
): Promise<AttemptRow | null> {
  return tx.connectAttempt.findFirst({
    where: { workspaceId, stateHash },
    select: {
      workspaceId: true,
      id: true,
      userId: true,
      sessionId: true,
      provider: true,
      connectionId: true,
      codeVerifier: true,
      scopes: true,
      returnTo: true,
      expiresAt: true,
      usedAt: true,
    },
  });
}

/** True for exactly one of any number of callers. */
export async function takeAttempt(
  tx: Tx,
  { workspaceId, id }: { readonly workspaceId: string; readonly id: string },
  now: Date,
): Promise<boolean> {
  const { count } = await tx.connectAttempt.updateMany({
    where: { workspaceId, id, usedAt: null },
    data: { usedAt: now },
  });
  return count === 1;
}
