import type { EventStore } from "./event-store";

export const ROLES = ["none", "freeBusyReader", "reader", "writerWithoutPrivateAccess", "writer", "owner"] as const;
export type Role = (typeof ROLES)[number];

/** Who may do what: `user:<email>`, `domain:<name>` or `default`. */
export type AclScope = string;

export interface Calendar {
  readonly id: string;
  readonly ownerId: string;
  readonly primary: boolean;
  readonly events: EventStore;
  readonly acl: Map<AclScope, Role>;
  name: string;
  description: string | null;
  location: string | null;
  zone: string;
  color: string;
  /** Push does not work here (holidays, birthdays, some imported calendars). */
  readonly pushable: boolean;
  version: number;
  deletedAt: number | null;
  /** In the provider's own words. */
  extra: Readonly<Record<string, unknown>>;
}

/** One line of a person's calendar list. */
export interface ListEntry {
  readonly calendarId: string;
  readonly ordinal: number;
  revision: number;
  nameOverride: string | null;
  color: string | null;
  hidden: boolean;
  selected: boolean;
  deleted: boolean;
  extra: Readonly<Record<string, unknown>>;
}

export function atLeast(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}
