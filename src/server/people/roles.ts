/** From least to most: each role includes what the ones before it may do. */
export const roles = ["member", "manager", "admin"] as const;

export type Role = (typeof roles)[number];

export function includesRole(held: Role | null, needed: Role): boolean {
  return held !== null && roles.indexOf(held) >= roles.indexOf(needed);
}

/** What an API key may be allowed to do, with the sentence a person chooses by. */
export const scopes = {
  "workspace:read": "Read the name of the workspace",
  "members:read": "List the members of the workspace",
  "audit:read": "Read the audit log",
  "availability:read": "See when people can be booked and which calendars that rests on",
  "bookings:read": "List bookings",
  "bookings:write": "Book, move and cancel appointments, and change what can be booked",
  "health:read": "Read the health of the calendars, without what is in them",
} as const;

export type Scope = keyof typeof scopes;

export const scopeNames = Object.keys(scopes) as [Scope, ...Scope[]];
