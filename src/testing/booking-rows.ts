// What can be booked, as rows, for tests of availability and booking.
import { randomUUID } from "node:crypto";

import type { Prisma } from "@/generated/prisma/client";
import { hashToken, newToken, systemRandom } from "@/lib/ids";
import type { Database } from "@/server/db/open-database";

const allWeek = Object.fromEntries(
  [1, 2, 3, 4, 5, 6, 7].map((day) => [String(day), [{ from: "09:00", until: "17:00" }]]),
);

type Given = {
  readonly workspaceId: string;
  /** Hosts with their calendars; the first of each is where their events are made. */
  readonly hosts?: readonly {
    readonly userId: string;
    readonly calendars: readonly { readonly calendarId: string; readonly isOptional?: boolean }[];
    readonly priority?: number;
  }[];
  readonly data?: Partial<Prisma.BookingConfigurationUncheckedCreateInput>;
};

/** Every day from 9 to 17 in Berlin, half an hour each, unless something else is given. */
export async function makeConfiguration(db: Database, { workspaceId, hosts = [], data = {} }: Given): Promise<string> {
  const id = randomUUID();
  await db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.bookingConfiguration.create({
      data: {
        ...{ workspaceId, id, slug: `meet-${id}`, title: "Meet us", timeZone: "Europe/Berlin" },
        ...{ durationMinutes: 30, slotStepMinutes: 30, weeklyHours: allWeek },
        ...data,
      },
    });
    for (const { userId, calendars, priority = 0 } of hosts) {
      const mainCalendarId = calendars[0]?.calendarId ?? null;
      await tx.bookingHost.create({ data: { workspaceId, configurationId: id, userId, mainCalendarId, priority } });
      await tx.bookingCalendar.createMany({
        data: calendars.map(({ calendarId, isOptional = false }) => ({
          ...{ workspaceId, configurationId: id, calendarId, isOptional },
        })),
      });
    }
  });
  return id;
}

type Requested = {
  readonly workspaceId: string;
  readonly hostUserId: string;
  readonly now: Date;
  /** It is booked then, and the link is the one that has them invited. */
  readonly guests?: readonly string[];
};

/** A booking that waits for its host, a month ahead, with the link that goes with it. */
export async function makeRequested(
  db: Database,
  { workspaceId, hostUserId, now, guests = [] }: Requested,
): Promise<{ readonly id: string; readonly token: string }> {
  const [id, token] = [randomUUID(), newToken(systemRandom)];
  const configurationId = await makeConfiguration(db, { workspaceId });
  const startsAt = new Date(now.getTime() + 30 * 86_400_000);
  const endsAt = new Date(startsAt.getTime() + 1_800_000);
  const tokenHash = hashToken(token);
  await db.inWorkspace({ workspaceId }, async (tx) => {
    await tx.booking.create({
      data: {
        ...{ workspaceId, id, configurationId, startsAt, endsAt, holdExpiresAt: startsAt },
        ...{ state: guests.length > 0 ? "confirmed" : "requested", guests: [...guests] },
        ...{ visitorName: "Victor", visitorEmail: `victor-${id}@example.test`, visitorZone: "Europe/Berlin" },
        ...{ manageTokenHash: tokenHash, hostUserIds: [hostUserId] },
      },
    });
    const purpose = guests.length > 0 ? "guests" : "manage";
    await tx.bookingLink.create({ data: { workspaceId, tokenHash, purpose, bookingId: id, expiresAt: endsAt } });
  });
  return { id, token: token.reveal() };
}
