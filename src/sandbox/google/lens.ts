import type { Ground } from "../kernel/ground";
import { atLeast } from "../world/calendar";
import type { Access } from "./auth";
import type { Lens } from "./render-event";

export function lensOf(
  ground: Ground,
  access: Access,
  wish: { readonly timeZone?: string | null; readonly maxAttendees?: number | null } = {},
): Lens {
  const { calendar, role, timesOnly } = access;
  return {
    calendar,
    ownerEmail: calendar.primary ? (ground.world.accounts.get(calendar.ownerId)?.email ?? calendar.id) : calendar.id,
    zone: wish.timeZone ?? calendar.zone,
    timesOnly,
    hidesPrivate: !atLeast(role, "writer"),
    maxAttendees: wish.maxAttendees ?? null,
  };
}
