import { randomUUID } from "node:crypto";

import type { OpeningHours, WeeklyHours } from "@/core/availability/opening-hours";
import { canWriteInto } from "@/core/calendar/may-write";
import {
  findConfiguration,
  listConfigurations as listRows,
  type Configuration,
} from "@/server/db/booking/configurations";
import {
  countMembers,
  listOwners,
  removeConfiguration as removeRow,
  saveConfiguration,
  type ConfigurationFields,
} from "@/server/db/booking/write-configuration";
import { toAccess } from "@/server/db/connections/calendars";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, type Caller } from "@/server/people/person";
import type { ConfigurationInput, ConfigurationShape } from "./configuration-shapes";

const toShape = ({ env }: Deps, { rules, policy, ...row }: Configuration): ConfigurationShape => ({
  ...{ id: row.configurationId, url: `${env.origin}/book/${row.slug}`, slug: row.slug, title: row.title },
  ...{ description: row.description, mode: row.mode, is_active: row.isActive, timezone: rules.hours.zone },
  ...{ duration_minutes: rules.durationMinutes, slot_step_minutes: rules.stepMinutes },
  ...{ buffer_before_minutes: rules.bufferBeforeMinutes, buffer_after_minutes: rules.bufferAfterMinutes },
  ...{ minimum_notice_minutes: rules.noticeMinutes, horizon_days: rules.horizonDays },
  ...{ daily_cap: rules.dailyCap, weekly_cap: rules.weeklyCap, weekly_hours: toHours(rules.hours.weekly) },
  date_exceptions: toExceptions(rules.hours),
  ...{ busy_policy: { ...policy }, location: { ...row.location }, confirmation: row.confirmation },
  allowed_origins: [...row.allowedOrigins],
  hosts: row.hosts.map(({ userId, name, mainCalendarId, priority, hours }) => ({
    ...{ user_id: userId, name, main_calendar_id: mainCalendarId, priority },
    hours: hours === null ? null : { zone: hours.zone, weekly: toHours(hours.weekly), exceptions: toExceptions(hours) },
  })),
  calendars: row.calendars.map(({ calendarId, isOptional }) => ({ calendar_id: calendarId, is_optional: isOptional })),
});

const toHours = (weekly: WeeklyHours) =>
  Object.fromEntries(Object.entries(weekly).map(([day, hours]) => [day, hours.map((each) => ({ ...each }))]));
const toExceptions = ({ exceptions }: OpeningHours) =>
  exceptions.map(({ date, hours }) => ({ date, hours: hours.map((each) => ({ ...each })) }));

export async function listConfigurations(deps: Deps, caller: Caller): Promise<ConfigurationShape[]> {
  const { workspaceId } = requireHere(caller, { role: "member", scope: "availability:read" });
  const rows = await deps.db.inWorkspace({ workspaceId }, (tx) => listRows(tx, workspaceId));
  return rows.map((row) => toShape(deps, row));
}

const fromHours = (weekly: ConfigurationInput["weekly_hours"]): WeeklyHours =>
  Object.fromEntries(Object.entries(weekly).map(([day, hours]) => [day, hours ?? []]));

/** A main calendar always blocks, and must be readable: it is where the event is made. */
function toFields(input: ConfigurationInput): ConfigurationFields {
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
async function checkPeople(
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

type Saving = { readonly id: string | null; readonly input: ConfigurationInput };

export async function keepConfiguration(
  deps: Deps,
  caller: Caller,
  { id, input }: Saving,
): Promise<ConfigurationShape> {
  const { workspaceId, userId = null } = requireHere(caller, { role: "manager", scope: "bookings:write" });
  const place = { workspaceId, configurationId: id ?? randomUUID() };
  const fields = toFields(input);
  const saved = await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    if (id !== null && (await findConfiguration(tx, place)) === null) throw new Problem("not_found");
    await checkPeople(tx, workspaceId, fields);
    if (!(await saveConfiguration(tx, place, { fields, createdBy: userId })))
      throw new Problem("booking_address_taken");
    await recordAudit(tx, {
      workspaceId,
      actor: actorOf(caller),
      action: "booking_page.changed",
      subject: { kind: "booking_page", id: place.configurationId },
      detail: { slug: input.slug, isNew: id === null, isActive: input.is_active },
    });
    return findConfiguration(tx, place);
  });
  if (saved === null) throw new Problem("not_found");
  return toShape(deps, saved);
}

/** What was booked stays, and so does the page it was booked on: switched off. */
export async function removeConfiguration(deps: Deps, caller: Caller, id: string): Promise<void> {
  const { workspaceId } = requireHere(caller, { role: "manager", scope: "bookings:write" });
  await deps.db.inWorkspace({ workspaceId }, async (tx) => {
    if (!(await removeRow(tx, { workspaceId, configurationId: id }))) throw new Problem("not_found");
    await recordAudit(tx, {
      workspaceId,
      actor: actorOf(caller),
      action: "booking_page.removed",
      subject: { kind: "booking_page", id },
    });
  });
}
