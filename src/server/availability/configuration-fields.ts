import type { WeeklyHours } from "@/core/availability/opening-hours";
import { canWriteInto } from "@/core/calendar/may-write";
import { countMembers, listOwners, type ConfigurationFields } from "@/server/db/booking/write-configuration";
import { toAccess } from "@/server/db/connections/calendars";
import type { Tx } from "@/server/db/open-database";
import { Problem } from "@/server/http/problem";
import type { ConfigurationInput } from "./configuration-shapes";

const fromHours = (weekly: ConfigurationInput["weekly_hours"]): WeeklyHours =>
  Object.fromEntries(Object.entries(weekly).map(([day, hours]) => [day, hours ?? []]));

/** A main calendar always blocks, and must be readable: it is where the event is made. */
export function toFields(input: ConfigurationInput): ConfigurationFields {
  const mains = input.hosts.map(({ main_calendar_id: calendarId }) => ({ calendarId, isOptional: false }));
  const others = input.calendars.map((each) => ({ calendarId: each.calendar_id, isOptional: each.is_optional }));
  const calendars = new Map([...others, ...mains].map((each) => [each.calendarId, each]));
  return {
    ...{ slug: input.slug, title: input.title, description: input.description, mode: input.mode },
    ...{ isActive: input.is_active, policy: input.busy_policy, location: input.location },
    ...{ confirmation: input.confirmation, allowedOrigins: input.allowed_origins },
    rules: {
      hours: { zone: input.timezone, weekly: fromHours(input.weekly_hours), exceptions: input.date_exceptions },
      ...{ durationMinutes: input.duration_minutes, stepMinutes: input.slot_step_minutes ?? input.duration_minutes },
      ...{ bufferBeforeMinutes: input.buffer_before_minutes, bufferAfterMinutes: input.buffer_after_minutes },
      ...{ noticeMinutes: input.minimum_notice_minutes, horizonDays: input.horizon_days },
      ...{ dailyCap: input.daily_cap, weeklyCap: input.weekly_cap },
    },
    hosts: input.hosts.map(({ user_id: userId, main_calendar_id: mainCalendarId, priority, hours }) => ({
      ...{ userId, mainCalendarId, priority },
      hours: hours === null ? null : { ...hours, weekly: fromHours(hours.weekly) },
    })),
    calendars: [...calendars.values()],
  };
}

const refuse = (path: string, message: string) => new Problem("invalid_request", { errors: [{ path, message }] });

/** Each calendar belongs to a host, and each host to the workspace: nobody is booked by somebody else's calendar. */
export async function checkPeople(
  tx: Tx,
  workspaceId: string,
  { hosts, calendars, mode }: ConfigurationFields,
): Promise<void> {
  const userIds = [...new Set(hosts.map(({ userId }) => userId))];
  if (userIds.length !== hosts.length) throw refuse("hosts", "Everybody hosts once.");
  if (mode === "single" && hosts.length > 1)
    throw refuse("hosts", "One person hosts alone; choose another mode for several.");
  if ((await countMembers(tx, workspaceId, userIds)) !== userIds.length)
    throw refuse("hosts", "Hosts are members of the workspace.");
  const owners = await listOwners(
    tx,
    workspaceId,
    calendars.map(({ calendarId }) => calendarId),
  );
  const ownerOf = new Map(owners.map(({ calendarId, userId }) => [calendarId, userId]));
  if (calendars.some(({ calendarId }) => !userIds.includes(ownerOf.get(calendarId) ?? "")))
    throw refuse("calendars", "Each calendar must be connected and belong to a host.");
  if (hosts.some(({ userId, mainCalendarId }) => ownerOf.get(mainCalendarId ?? "") !== userId))
    throw refuse("hosts", "A main calendar is the host's own.");
  const mains = new Set(hosts.map(({ mainCalendarId }) => mainCalendarId));
  const written = owners.filter(({ calendarId }) => mains.has(calendarId));
  if (!written.every(({ mayWrite, access }) => canWriteInto({ mayWrite, access: toAccess(access) })))
    throw new Problem("calendar_is_read_only");
}
