import type { Tx } from "@/server/db/open-database";

/** The workspace that belongs to nobody: what concerns the operator is kept there. */
export const instanceWorkspaceId = "00000000-0000-0000-0000-000000000000";

export type InstanceAlert = {
  readonly ruleId: string;
  /** One open alert per key. */
  readonly dedupeKey: string;
  readonly severity: "critical" | "high";
  readonly subject: { readonly kind: string; readonly id: string };
  readonly evidence: Readonly<Record<string, string>>;
};

/** Opens the alert, or counts once more that it is so. Inside the instance's workspace. */
export async function raiseInstanceAlert(tx: Tx, alert: InstanceAlert, now: Date): Promise<void> {
  await tx.$executeRaw`
    insert into calendar_alerts (workspace_id, rule_id, dedupe_key, severity, subject_kind, subject_id, evidence, opened_at, last_seen_at)
    values (${instanceWorkspaceId}::uuid, ${alert.ruleId}, ${alert.dedupeKey}, ${alert.severity}, ${alert.subject.kind},
      ${alert.subject.id}, ${JSON.stringify(alert.evidence)}::jsonb, ${now}, ${now})
    on conflict (workspace_id, dedupe_key) where resolved_at is null
    do update set occurrences = calendar_alerts.occurrences + 1, last_seen_at = excluded.last_seen_at, evidence = excluded.evidence`;
}

export async function resolveInstanceAlert(tx: Tx, dedupeKey: string, now: Date): Promise<void> {
  await tx.alert.updateMany({
    where: { workspaceId: instanceWorkspaceId, dedupeKey, resolvedAt: null },
    data: { resolvedAt: now },
  });
}
