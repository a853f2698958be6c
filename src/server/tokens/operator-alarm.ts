import {
  instanceWorkspaceId,
  raiseInstanceAlert,
  resolveInstanceAlert,
  type InstanceAlert,
} from "@/server/db/tokens/instance-alerts";
import type { Where } from "@/server/db/tokens/credentials";
import type { Deps } from "@/server/deps";

const inInstance = { workspaceId: instanceWorkspaceId };

/** TOK-6. The provider does not accept our application: one alert for the operator, whoever it was noticed with. */
export const clientRejected = (provider: string, reason: string): InstanceAlert => ({
  ruleId: "provider.client_rejected",
  dedupeKey: `provider.client_rejected:${provider}`,
  severity: "critical",
  subject: { kind: "provider", id: provider },
  evidence: { reason },
});

/** F41. A stored value does not open: altered, moved, or sealed under a key that is gone. */
export const sealedUnreadable = (table: string, rowId: string, reason: string): InstanceAlert => ({
  ruleId: "sealed_value.unreadable",
  dedupeKey: `sealed_value.unreadable:${table}:${rowId}`,
  severity: "critical",
  subject: { kind: table === "credentials" ? "connection" : table, id: rowId },
  evidence: { reason },
});

export const tokenUnreadable = ({ connectionId }: Where, reason: string): InstanceAlert =>
  sealedUnreadable("credentials", connectionId, reason);

export async function alarmOperator(deps: Deps, alert: InstanceAlert): Promise<void> {
  deps.log.error("The operator is needed", { rule: alert.ruleId, subject: alert.subject.id, ...alert.evidence });
  await deps.db.inWorkspace(inInstance, (tx) => raiseInstanceAlert(tx, alert, deps.now()));
}

/** It works again. */
export async function calmOperator(deps: Deps, where: Where, provider: string): Promise<void> {
  const keys = [clientRejected(provider, ""), tokenUnreadable(where, "")].map(({ dedupeKey }) => dedupeKey);
  await deps.db.inWorkspace(inInstance, async (tx) => {
    for (const key of keys) await resolveInstanceAlert(tx, key, deps.now());
  });
}
