import type { ConfigurationInput, ConfigurationShape } from "@/server/availability/configuration-shapes";
import type { HostCandidate } from "@/server/db/booking/candidates";

/** What is being edited: the very body that is sent. */
export type Draft = ConfigurationInput;

const usualDay = [{ from: "09:00", until: "17:00" }];

/** The usual week, with whoever makes it as the host. */
export function newDraft(zone: string, self: HostCandidate | undefined): Draft {
  return {
    ...{ slug: "", title: "", description: "", mode: "single", is_active: true, timezone: zone },
    ...{ duration_minutes: 30, slot_step_minutes: 30, buffer_before_minutes: 0, buffer_after_minutes: 0 },
    ...{ minimum_notice_minutes: 240, horizon_days: 60, daily_cap: null, weekly_cap: null },
    weekly_hours: { 1: usualDay, 2: usualDay, 3: usualDay, 4: usualDay, 5: usualDay, 6: [], 7: [] },
    ...{ date_exceptions: [], busy_policy: { allDay: true, tentative: true, unanswered: true } },
    ...{ location: { kind: "conference", text: "" }, confirmation: "automatic", allowed_origins: [] },
    hosts: self === undefined ? [] : hostOf(self),
    calendars: [],
  };
}

export const canHost = ({ calendars }: HostCandidate) => calendars.some(({ canWrite }) => canWrite);

/** One more host, by the first calendar that takes appointments; nobody can host without one. */
export function hostOf({ userId, calendars }: HostCandidate): Draft["hosts"] {
  const first = calendars.find(({ canWrite }) => canWrite);
  return first === undefined ? [] : [{ user_id: userId, main_calendar_id: first.id, priority: 0, hours: null }];
}

export function draftOf({ id: _id, url: _url, ...shape }: ConfigurationShape): Draft {
  return {
    ...shape,
    weekly_hours: shape.weekly_hours,
    hosts: shape.hosts.flatMap(({ name: _name, main_calendar_id: main, hours, ...host }) =>
      main === null ? [] : [{ ...host, main_calendar_id: main, hours }],
    ),
  };
}

/** As an address is written: small letters, digits, single hyphens. */
export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll("ß", "ss")
    .normalize("NFKD")
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 80)
    .replaceAll(/^-|-$/g, "");

/** What can be looked at before it has a name and an address. Null: nobody hosts yet. */
export function previewOf(draft: Draft): Draft | null {
  if (draft.hosts.length === 0) return null;
  return { ...draft, title: draft.title.trim() === "" ? "…" : draft.title, slug: "preview", allowed_origins: [] };
}

/** A calendar beside the main ones: whether it blocks, and whether it must be readable. */
export type Role = "ignored" | "blocks" | "optional";
export function roleOf({ calendars }: Draft, calendarId: string): Role {
  const found = calendars.find(({ calendar_id: id }) => id === calendarId);
  if (found === undefined) return "ignored";
  return found.is_optional ? "optional" : "blocks";
}
export function withRole(draft: Draft, calendarId: string, role: Role): Draft {
  const others = draft.calendars.filter(({ calendar_id: id }) => id !== calendarId);
  const own = role === "ignored" ? [] : [{ calendar_id: calendarId, is_optional: role === "optional" }];
  return { ...draft, calendars: [...others, ...own] };
}

/** Without the calendars of somebody who hosts no more, which nobody may choose then. */
export function withoutHost(draft: Draft, { userId, calendars }: HostCandidate): Draft {
  const own = new Set(calendars.map(({ id }) => id));
  return {
    ...draft,
    hosts: draft.hosts.filter(({ user_id: id }) => id !== userId),
    calendars: draft.calendars.filter(({ calendar_id: id }) => !own.has(id)),
  };
}

/** To begin with what the page has, so that taking hours of one's own changes nothing by itself. */
export const ownHours = ({ timezone, weekly_hours: weekly }: Draft): NonNullable<Draft["hosts"][number]["hours"]> => ({
  ...{ zone: timezone, weekly, exceptions: [] },
});
