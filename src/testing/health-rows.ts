// Rows of a connection and its calendar as a run, a refresh and a person leave them, for tests about what is said of them.
import { randomUUID } from "node:crypto";

import type { Prisma } from "@/generated/prisma/client";
import type { Database } from "@/server/db/open-database";

export type Owner = { readonly workspaceId: string; readonly userId: string };
export type Rows = { readonly workspaceId: string; readonly connectionId: string; readonly calendarId: string };

type Given = {
  readonly provider?: string;
  readonly at: Date;
  readonly connection?: Partial<Prisma.ConnectionUncheckedCreateInput>;
  readonly credential?: Partial<Prisma.CredentialUncheckedCreateInput> | null;
  readonly calendar?: Partial<Prisma.CalendarUncheckedCreateInput>;
  readonly state?: Partial<Prisma.CalendarSyncStateUncheckedCreateInput>;
};

const minutes = (at: Date, count: number) => new Date(at.getTime() + count * 60_000);

/** Connected two hours ago, read to the end a minute ago: healthy unless something else is given. */
export async function makeConnection(db: Database, { workspaceId, userId }: Owner, given: Given): Promise<Rows> {
  const { provider = "google", at } = given;
  const connectionId = randomUUID();
  await db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.connection.create({
      data: {
        workspaceId,
        id: connectionId,
        userId,
        provider,
        remoteAccountId: randomUUID(),
        accountEmail: "alice@meridian.test",
        connectedAt: minutes(at, -120),
        ...given.connection,
      },
    });
    if (given.credential !== null)
      await tx.credential.create({
        data: {
          workspaceId,
          connectionId,
          kind: "oauth",
          keyId: "k1",
          accessToken: Buffer.from("sealed"),
          refreshToken: Buffer.from("sealed"),
          accessExpiresAt: minutes(at, 50),
          refreshedAt: minutes(at, -10),
          ...given.credential,
        },
      });
  });
  const calendarId = await addCalendar(db, { workspaceId, connectionId }, given);
  return { workspaceId, connectionId, calendarId };
}

type Added = Pick<Given, "provider" | "at" | "calendar" | "state">;

export async function addCalendar(
  db: Database,
  { workspaceId, connectionId }: Omit<Rows, "calendarId">,
  { provider = "google", at, calendar, state }: Added,
): Promise<string> {
  const calendarId = randomUUID();
  await db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.calendar.create({
      data: {
        workspaceId,
        id: calendarId,
        connectionId,
        remoteId: randomUUID(),
        name: "Work",
        isPrimary: true,
        isSelected: true,
        ...calendar,
      },
    });
    await tx.calendarSyncState.create({
      data: {
        workspaceId,
        calendarId,
        provider,
        lastAttemptAt: minutes(at, -1),
        lastSuccessAt: minutes(at, -1),
        nextSyncAt: minutes(at, 14),
        intervalReason: "usual",
        eventsSynced: 412,
        lastDurationMs: 840,
        ...state,
      },
    });
  });
  return calendarId;
}

export const instanceWorkspace = "00000000-0000-0000-0000-000000000000";
