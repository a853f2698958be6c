import type { Tx } from "@/server/db/open-database";

type Mine = { readonly workspaceId: string; readonly userId: string };

export type PreferenceValues = {
  readonly isEnabled: boolean;
  readonly minimumSeverity: string;
  readonly quietFrom: number | null;
  readonly quietUntil: number | null;
  readonly quietZone: string | null;
  readonly digest: string;
};
export type PreferenceRow = PreferenceValues & { readonly channel: string };

export function listPreferences(tx: Tx, { workspaceId, userId }: Mine): Promise<PreferenceRow[]> {
  return tx.notificationPreference.findMany({
    where: { workspaceId, userId },
    select: {
      channel: true,
      isEnabled: true,
      minimumSeverity: true,
      quietFrom: true,
      quietUntil: true,
      quietZone: true,
      digest: true,
    },
  });
}

export async function writePreference(
  tx: Tx,
  { workspaceId, userId, channel }: Mine & { readonly channel: string },
  { digest, ...values }: Omit<PreferenceValues, "digest"> & { readonly digest?: string | undefined },
): Promise<void> {
  const all = { ...values, ...(digest === undefined ? {} : { digest }) };
  await tx.notificationPreference.upsert({
    where: { workspaceId_userId_channel: { workspaceId, userId, channel } },
    create: { workspaceId, userId, channel, ...all },
    update: all,
  });
}

export type Address = {
  readonly name: string;
  readonly email: string;
  readonly timeZone: string;
  readonly locale: string;
};

/** Of a member of this workspace. */
export function findAddress(tx: Tx, { workspaceId, userId }: Mine): Promise<Address | null> {
  return tx.user.findFirst({
    where: { id: userId, disabledAt: null, memberships: { some: { workspaceId } } },
    select: { name: true, email: true, timeZone: true, locale: true },
  });
}
