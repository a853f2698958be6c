import { currentRequestId } from "@/lib/request-scope";
import { appendAudit } from "@/server/db/people/audit";
import type { Tx } from "@/server/db/open-database";
import { getDeps } from "@/server/deps";

import type { Caller } from "./person";

/** Every kind of entry there is. The names are stable: people filter by them, and keep their exports. */
export const auditActions = [
  "session.started",
  "session.ended",
  "session.revoked",
  "session.switched",
  "session.tampering",
  "sign-in.refused",
  "identity.linked",
  "person.created",
  "person.changed",
  "person.hours_changed",
  "workspace.created",
  "workspace.renamed",
  "member.joined",
  "member.role_changed",
  "member.removed",
  "member.left",
  "invitation.created",
  "invitation.revoked",
  "key.created",
  "key.revoked",
  "connection.begun",
  "connection.connected",
  "connection.reconnected",
  "connection.refused",
  "connection.paused",
  "connection.resumed",
  "connection.disconnected",
  "connection.revoked",
  "connection.reminded",
  "channel.stopped",
  "channel.recreated",
  "channel.repaired",
  "channel.tested",
  "calendar.changed",
  "calendar.deletion_approved",
  "calendar.deletion_refused",
  "work.replayed",
  "work.discarded",
  "breaker.reset",
  "alert.resolved",
  "alert.acknowledged",
  "alert.snoozed",
  "alert_rule.changed",
  "notifications.changed",
  "notifications.address_added",
  "notifications.address_removed",
  "notifications.secret_changed",
  "notifications.replayed",
  "booking_page.changed",
  "booking_page.removed",
  "booking.decided",
  "meeting.outcome_noted",
  "access.refused",
  "connection.access_lost",
  "connection.access_regained",
  "instance_admin.created",
] as const;
export type AuditAction = (typeof auditActions)[number];

export type Actor = { readonly kind: "person" | "key" | "system" | "visitor"; readonly id: string | null };

type Entry = {
  readonly workspaceId: string | null;
  readonly actor: Actor;
  readonly action: AuditAction;
  readonly subject?: { readonly kind: string; readonly id: string | null };
  readonly detail?: Readonly<Record<string, unknown>>;
};

export function actorOf(caller: Caller): Actor {
  return caller.kind === "key" ? { kind: "key", id: caller.keyId } : { kind: "person", id: caller.user.id };
}

export const workspaceOf = (caller: Caller): string | null =>
  caller.kind === "key" ? caller.workspaceId : (caller.workspace?.id ?? null);

/** Written in the transaction of what it tells about: either both happened or neither. */
export async function recordAudit(tx: Tx, { workspaceId, actor, action, subject, detail = {} }: Entry): Promise<void> {
  const requestId = currentRequestId();
  await appendAudit(tx, { workspaceId, actor, action, subject: subject ?? null, detail, requestId }, getDeps().now());
}
