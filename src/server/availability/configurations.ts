import { randomUUID } from "node:crypto";

import type { OpeningHours, WeeklyHours } from "@/core/availability/opening-hours";
import {
  findConfiguration,
  listConfigurations as listRows,
  type Configuration,
} from "@/server/db/booking/configurations";
import { removeConfiguration as removeRow, saveConfiguration } from "@/server/db/booking/write-configuration";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, type Caller } from "@/server/people/person";
import { checkPeople, toFields } from "./configuration-fields";
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
