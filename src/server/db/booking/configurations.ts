import { z } from "zod";

import type { BusyPolicy } from "@/core/availability/busy-policy";
import { defaultBusyPolicy } from "@/core/availability/busy-policy";
import type { OpeningHours } from "@/core/availability/opening-hours";
import type { SlotRules } from "@/core/availability/open-slots";
import type { Prisma } from "@/generated/prisma/client";
import type { Tx } from "@/server/db/open-database";

export type ConfigurationPlace = { readonly workspaceId: string; readonly configurationId: string };

export const modes = ["single", "collective", "round_robin"] as const;
const dayHours = z.array(z.object({ from: z.string(), until: z.string() }));
const weekly = z.record(z.string(), dayHours);
const exceptions = z.array(z.object({ date: z.string(), hours: dayHours }));
const hoursShape = z.object({ zone: z.string(), weekly, exceptions });
const policyShape = z.object({ allDay: z.boolean(), tentative: z.boolean(), unanswered: z.boolean() }).partial();
const locationShape = z.object({ kind: z.enum(["conference", "place", "phone", "none"]), text: z.string() }).partial();

export type BookingLocation = {
  readonly kind: "conference" | "place" | "phone" | "none";
  readonly text: string;
};
export type HostRow = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly mainCalendarId: string | null;
  readonly priority: number;
  readonly hours: OpeningHours | null;
};

/** What can be booked, as it is stored. */
export type Configuration = ConfigurationPlace & {
  readonly slug: string;
  readonly title: string;
  readonly description: string;
  readonly mode: (typeof modes)[number];
  readonly isActive: boolean;
  readonly rules: SlotRules;
  readonly policy: BusyPolicy;
  readonly location: BookingLocation;
  readonly confirmation: "automatic" | "by_host";
  readonly allowedOrigins: readonly string[];
  readonly hosts: readonly HostRow[];
  readonly calendars: readonly { readonly calendarId: string; readonly isOptional: boolean }[];
};

const whole = {
  hosts: { include: { membership: { include: { user: true } } }, orderBy: [{ priority: "desc" }, { userId: "asc" }] },
  calendars: { orderBy: { calendarId: "asc" } },
} satisfies Prisma.BookingConfigurationInclude;

const read = (tx: Tx, { workspaceId, configurationId }: ConfigurationPlace) =>
  tx.bookingConfiguration.findUnique({
    where: { workspaceId_id: { workspaceId, id: configurationId } },
    include: whole,
  });

type Row = NonNullable<Awaited<ReturnType<typeof read>>>;

export async function findConfiguration(tx: Tx, place: ConfigurationPlace): Promise<Configuration | null> {
  const row = await read(tx, place);
  return row === null ? null : toConfiguration(row);
}

export async function listConfigurations(tx: Tx, workspaceId: string): Promise<Configuration[]> {
  const rows = await tx.bookingConfiguration.findMany({
    where: { workspaceId },
    include: whole,
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  return rows.map(toConfiguration);
}

function toConfiguration(row: Row): Configuration {
  const { kind = "conference", text = "" } = locationShape.safeParse(row.location).data ?? {};
  return {
    workspaceId: row.workspaceId,
    configurationId: row.id,
    ...{ slug: row.slug, title: row.title, description: row.description ?? "", isActive: row.isActive },
    mode: modes.find((mode) => mode === row.mode) ?? "single",
    rules: toRules(row),
    policy: { ...defaultBusyPolicy, ...definedOf(policyShape.safeParse(row.busyPolicy).data ?? {}) },
    location: { kind, text },
    confirmation: row.confirmation === "by_host" ? "by_host" : "automatic",
    allowedOrigins: row.allowedOrigins,
    hosts: row.hosts.flatMap(({ userId, mainCalendarId, priority, hours, membership }) => {
      const user = userOf(membership);
      if (user === undefined) return [];
      const who = { userId, mainCalendarId, priority, name: user.name, email: user.email };
      return [{ ...who, hours: hoursShape.safeParse(hours).data ?? null }];
    }),
    calendars: row.calendars.map(({ calendarId, isOptional }) => ({ calendarId, isOptional })),
  };
}

type Membership = Row["hosts"][number]["membership"];

/** Who they are comes with further statements: a host who is removed meanwhile is nobody any more. */
const userOf = (membership: { readonly user: Membership["user"] | null } | null) => membership?.user ?? undefined;

function definedOf<T extends object>(value: T): { [K in keyof T]: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as {
    [K in keyof T]: NonNullable<T[K]>;
  };
}

function toRules(row: Row): SlotRules {
  return {
    hours: {
      zone: row.timeZone,
      weekly: weekly.safeParse(row.weeklyHours).data ?? {},
      exceptions: exceptions.safeParse(row.dateExceptions).data ?? [],
    },
    durationMinutes: row.durationMinutes,
    stepMinutes: row.slotStepMinutes,
    bufferBeforeMinutes: row.bufferBeforeMinutes,
    bufferAfterMinutes: row.bufferAfterMinutes,
    noticeMinutes: row.minimumNoticeMinutes,
    horizonDays: row.horizonDays,
    dailyCap: row.dailyCap,
    weeklyCap: row.weeklyCap,
  };
}

/** Whoever may not see the workspace finds out by id or by slug where to ask. */
export async function locateConfiguration(
  tx: Tx,
  by: { readonly id: string } | { readonly slug: string },
): Promise<(ConfigurationPlace & { readonly isActive: boolean }) | null> {
  const [id, slug] = "id" in by ? [by.id, null] : [null, by.slug];
  const [row] = await tx.$queryRaw<{ workspace_id: string; configuration_id: string; is_active: boolean }[]>`
    select workspace_id, configuration_id, is_active from system.find_booking_configuration(${id}::uuid, ${slug}::text)`;
  if (row === undefined) return null;
  return { workspaceId: row.workspace_id, configurationId: row.configuration_id, isActive: row.is_active };
}
