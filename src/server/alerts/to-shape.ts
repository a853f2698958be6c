import type { Severity } from "@/core/alerts/alert";
import type { AlertRow } from "@/server/db/alerts/alerts";
import { namesOf } from "@/server/health/to-evidence";
import { evidence } from "@/server/notifications/shapes";
import { wordsOf } from "@/server/notifications/words";

import type { AlertShape } from "./shapes";

const iso = (at: Date | null) => at?.toISOString() ?? null;

function stateOf({ resolvedAt, acknowledgedAt, snoozedUntil }: AlertRow, now: Date): AlertShape["state"] {
  if (resolvedAt !== null) return "resolved";
  if (snoozedUntil !== null && snoozedUntil > now) return "snoozed";
  return acknowledgedAt === null ? "open" : "acknowledged";
}

export function toAlertShape(row: AlertRow, now: Date): AlertShape {
  const figures = evidence.catch({}).parse(row.evidence);
  const product = typeof figures.provider === "string" ? namesOf(figures.provider).product : "";
  const { title, over, body, todo } = wordsOf({ ruleId: row.ruleId, product, evidence: figures });
  const { id, ruleId, connectionId, userId, occurrences } = row;
  return {
    ...{ id, ruleId, connectionId, userId, occurrences, product, body, todo, evidence: figures },
    severity: row.severity as Severity,
    state: stateOf(row, now),
    subject: { kind: row.subjectKind, id: row.subjectId },
    title: row.resolvedAt === null ? title : over,
    openedAt: row.openedAt.toISOString(),
    lastSeenAt: row.lastSeenAt.toISOString(),
    acknowledgedAt: iso(row.acknowledgedAt),
    snoozedUntil: iso(row.snoozedUntil),
    resolvedAt: iso(row.resolvedAt),
    resolvedBy: row.resolvedAt === null ? null : (row.resolvedBy ?? "itself"),
  };
}
