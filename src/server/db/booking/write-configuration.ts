import { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";
import { sqlState, sqlStateOf } from "@/server/db/sql-state";
import type { Configuration, ConfigurationPlace } from "./configurations";

export type ConfigurationFields = Omit<Configuration, "workspaceId" | "configurationId" | "hosts" | "calendars"> & {
  readonly hosts: readonly Pick<Configuration["hosts"][number], "userId" | "mainCalendarId" | "priority" | "hours">[];
  readonly calendars: Configuration["calendars"];
};

const columnsOf = ({ rules, policy, location, ...rest }: ConfigurationFields) => ({
  ...{ slug: rest.slug, title: rest.title, description: rest.description, mode: rest.mode, isActive: rest.isActive },
  ...{ timeZone: rules.hours.zone, durationMinutes: rules.durationMinutes, slotStepMinutes: rules.stepMinutes },
  ...{ bufferBeforeMinutes: rules.bufferBeforeMinutes, bufferAfterMinutes: rules.bufferAfterMinutes },
  ...{ minimumNoticeMinutes: rules.noticeMinutes, horizonDays: rules.horizonDays },
  ...{ dailyCap: rules.dailyCap, weeklyCap: rules.weeklyCap, confirmation: rest.confirmation },
  weeklyHours: rules.hours.weekly as unknown as Prisma.InputJsonValue,
  dateExceptions: rules.hours.exceptions as unknown as Prisma.InputJsonValue,
  busyPolicy: policy,
  location,
  allowedOrigins: [...rest.allowedOrigins],
});

/** False: the address is taken, perhaps in another workspace. */
export async function saveConfiguration(
  tx: Tx,
  { workspaceId, configurationId: id }: ConfigurationPlace,
  { fields, createdBy }: { readonly fields: ConfigurationFields; readonly createdBy: string | null },
): Promise<boolean> {
  const columns = columnsOf(fields);
  try {
    await tx.bookingConfiguration.upsert({
      where: { workspaceId_id: { workspaceId, id } },
      create: { workspaceId, id, createdBy, ...columns },
      update: columns,
    });
  } catch (error) {
    if (sqlStateOf(error) === sqlState.uniqueViolation) return false;
    throw error;
  }
  const of = { workspaceId, configurationId: id };
  await tx.bookingHost.deleteMany({ where: of });
  await tx.bookingCalendar.deleteMany({ where: of });
  await tx.bookingHost.createMany({
    data: fields.hosts.map(({ hours, ...host }) => ({
      ...{ ...of, ...host },
      hours: hours === null ? Prisma.DbNull : (hours as unknown as Prisma.InputJsonValue),
    })),
  });
  await tx.bookingCalendar.createMany({ data: fields.calendars.map((calendar) => ({ ...of, ...calendar })) });
  return true;
}

/** What was booked keeps it: then it is switched off for good instead. False: there is none. */
export async function removeConfiguration(
  tx: Tx,
  { workspaceId, configurationId: id }: ConfigurationPlace,
): Promise<boolean> {
  if ((await tx.booking.count({ where: { workspaceId, configurationId: id }, take: 1 })) > 0) {
    const { count } = await tx.bookingConfiguration.updateMany({
      where: { workspaceId, id },
      data: { isActive: false },
    });
    return count > 0;
  }
  return (await tx.bookingConfiguration.deleteMany({ where: { workspaceId, id } })).count > 0;
}

export type OwnedCalendar = {
  readonly calendarId: string;
  readonly userId: string;
  readonly mayWrite: boolean;
  readonly access: string | null;
};

/** Calendars of the workspace that may be chosen, with their owners. */
export function listOwners(tx: Tx, workspaceId: string, calendarIds: readonly string[]): Promise<OwnedCalendar[]> {
  return tx.$queryRaw<OwnedCalendar[]>`
    select k.id as "calendarId", c.user_id as "userId", k.may_write and c.may_write as "mayWrite", k.access_role as "access"
    from calendars k
    join connections c on c.workspace_id = k.workspace_id and c.id = k.connection_id
    where k.workspace_id = ${workspaceId}::uuid and k.id = any (${[...calendarIds]}::uuid[])
      and k.retired_at is null and c.disconnected_at is null
    order by k.id for share of k`;
}

type Into = { readonly workspaceId: string; readonly calendarIds: string[] };

/** Whether a booking page writes into one of them. */
export async function takesBookings(tx: Tx, { workspaceId, calendarIds }: Into): Promise<boolean> {
  const where = { workspaceId, mainCalendarId: { in: calendarIds }, configuration: { isActive: true } };
  return (await tx.bookingHost.count({ where })) > 0;
}

/** Whether one of them holds the event of a booking that is still to come. */
export async function holdsBookings(tx: Tx, { workspaceId, calendarIds }: Into, now: Date): Promise<boolean> {
  const where = { workspaceId, calendarId: { in: calendarIds }, state: "confirmed", endsAt: { gt: now } };
  return (await tx.booking.count({ where })) > 0;
}

export async function countMembers(tx: Tx, workspaceId: string, userIds: readonly string[]): Promise<number> {
  return tx.membership.count({ where: { workspaceId, userId: { in: [...userIds] } } });
}
