// What leaves the server about people: the only fields there are, for routes and pages alike.
import { z } from "zod";

import { roles, scopeNames } from "./roles";

const instant = z.iso.datetime();
const role = z.enum(roles);
const named = z.object({ id: z.uuid(), name: z.string() });

const workspaceSummary = z.object({ id: z.uuid(), name: z.string(), slug: z.string(), role });

export const me = z.object({
  user: z.object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    locale: z.string(),
    timeZone: z.string(),
    isInstanceAdmin: z.boolean(),
    isDemo: z.boolean(),
  }),
  workspace: workspaceSummary.nullable(),
  workspaces: z.array(workspaceSummary),
  demo: z.boolean(),
});
export type Me = z.infer<typeof me>;

export const session = z.object({
  id: z.uuid(),
  current: z.boolean(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  userAgent: z.string().nullable(),
  address: z.string().nullable(),
  method: z.string(),
});
export type SessionShape = z.infer<typeof session>;

export const member = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  name: z.string(),
  email: z.string(),
  role,
  joinedAt: instant,
  lastSeenAt: instant.nullable(),
});
export type MemberShape = z.infer<typeof member>;

export const invitation = z.object({
  id: z.uuid(),
  email: z.string(),
  role,
  createdAt: instant,
  expiresAt: instant,
  invitedBy: named.nullable(),
});
export type InvitationShape = z.infer<typeof invitation>;

export const invitationSeen = z.object({
  workspace: z.object({ name: z.string() }),
  email: z.string(),
  role,
  invitedBy: z.object({ name: z.string() }).nullable(),
  mustSignIn: z.boolean(),
});
export type InvitationSeen = z.infer<typeof invitationSeen>;

export const apiKey = z.object({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.enum(scopeNames)),
  prefix: z.string(),
  createdAt: instant,
  lastUsedAt: instant.nullable(),
  expiresAt: instant.nullable(),
  createdBy: named.nullable(),
});
export type ApiKeyShape = z.infer<typeof apiKey>;

export const auditEntry = z.object({
  id: z.string(),
  at: instant,
  actor: z.object({
    kind: z.enum(["person", "key", "system", "visitor"]),
    id: z.string().nullable(),
    name: z.string().nullable(),
  }),
  action: z.string(),
  subject: z.object({ kind: z.string(), id: z.string().nullable() }).nullable(),
  detail: z.record(z.string(), z.unknown()),
});
export type AuditShape = z.infer<typeof auditEntry>;

export const workspace = z.object({ id: z.uuid(), name: z.string(), slug: z.string(), createdAt: instant });
export type WorkspaceShape = z.infer<typeof workspace>;

export const instance = z.object({
  workspaces: z.array(
    z.object({
      id: z.uuid(),
      name: z.string(),
      members: z.number().int(),
      connections: z.number().int(),
      createdAt: instant,
      lastActivityAt: instant.nullable(),
    }),
  ),
  workers: z.array(
    z.object({
      id: z.uuid(),
      kind: z.string(),
      name: z.string(),
      version: z.string(),
      startedAt: instant,
      lastBeatAt: instant,
      stoppedAt: instant.nullable(),
      alive: z.boolean(),
    }),
  ),
  database: z.object({ version: z.string(), migrations: z.number().int() }),
  queue: z.object({ due: z.number().int(), oldestDueAt: instant.nullable() }),
});
export type InstanceShape = z.infer<typeof instance>;
