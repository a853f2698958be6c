// An event that is a meeting and the record that follows it, as a sync leaves them.
import { randomUUID } from "node:crypto";

import type { Prisma } from "@/generated/prisma/client";
import type { Database } from "@/server/db/open-database";

import type { Rows } from "./health-rows";

type Given = Partial<Omit<Prisma.EventUncheckedCreateInput, "userId" | "startsAt">> & {
  readonly userId: string;
  readonly startsAt: Date;
};

/** Answers the id of the record. Half an hour long, with somebody from outside. */
export async function makeMeeting(
  db: Database,
  { workspaceId, calendarId }: Rows,
  { startsAt, ...given }: Given,
): Promise<string> {
  const icalUid = given.icalUid ?? randomUUID();
  const times = { startsAt, endsAt: new Date(startsAt.getTime() + 30 * 60_000) };
  return db.inWorkspace({ workspaceId }, async (tx) => {
    const seen = { remoteId: randomUUID(), fingerprint: Buffer.from("seen"), title: "Kick-off", isMeeting: true };
    await tx.event.create({
      data: {
        ...{ workspaceId, calendarId, ...seen, ...times, attendeeCount: 2 },
        attendees: [{ email: "victor@northwind.example", name: "Victor Hale", isSelf: false, role: "required" }],
        ...given,
        icalUid,
      },
    });
    const place = { workspaceId_icalUid_recurrenceId: { workspaceId, icalUid, recurrenceId: "" } };
    const { id } = await tx.meeting.upsert({
      where: place,
      create: { workspaceId, icalUid, ...times },
      update: times,
      select: { id: true },
    });
    return id;
  });
}
