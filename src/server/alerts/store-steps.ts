import type { Finding, Severity } from "@/core/alerts/alert";
import type { Evaluated } from "@/core/alerts/evaluate-rules";
import { nextAlertState, type AlertState, type AlertStep, type Word } from "@/core/alerts/next-alert-state";
import { findRule } from "@/core/alerts/rules/catalog";
import { changeAlert, loadAlertsOf, openAlert, type AlertRow, type AlertValues } from "@/server/db/alerts/alerts";
import type { Tx } from "@/server/db/open-database";

/** Whose alerts: of an account, or of the instance. */
export type Whose = {
  readonly workspaceId: string;
  readonly connectionId: string | null;
  readonly userId: string | null;
};

/** Somebody has to be told something of an alert. */
export type Told = {
  readonly alertId: string;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly word: Word;
  readonly evidence: Finding["evidence"];
};

const words: readonly Word[] = ["opened", "resolved", "reminder", "escalation"];

function toState(row: AlertRow): AlertState {
  const { openedAt, occurrences, calmSince, toldAt, acknowledgedAt, snoozedUntil, escalatedAt, reminded } = row;
  return {
    ...{ openedAt, occurrences, calmSince, toldAt, acknowledgedAt, snoozedUntil, escalatedAt, reminded },
    severity: row.severity as Severity,
    toldWord: words.find((word) => word === row.toldWord) ?? null,
    resolvedAt: row.resolvedAt,
    isResolvedByHand: row.resolvedBy !== null,
  };
}

const toValues = ({ isResolvedByHand: _byHand, ...state }: AlertState) => state;

type Stored = { readonly whose: Whose; readonly now: Date };

/**
 * Compares what is found with what is open, and stores what becomes of it, in the caller's transaction. Answers what has
 * to be told. Rules that are held back leave their alerts alone.
 */
export async function storeSteps(tx: Tx, evaluated: Evaluated, { whose, now }: Stored): Promise<Told[]> {
  const { findings, held } = evaluated;
  const keys = findings.map(({ dedupeKey }) => dedupeKey);
  const rows = await loadAlertsOf(tx, { ...whose, dedupeKeys: keys });
  const told: Told[] = [];
  for (const finding of findings) {
    const row = rows.find(({ dedupeKey }) => dedupeKey === finding.dedupeKey) ?? null;
    told.push(...(await storeStep(tx, { row, finding }, { whose, now })));
  }
  for (const row of rows) {
    const isOver = row.resolvedAt === null && !keys.includes(row.dedupeKey) && !held.has(row.ruleId);
    if (isOver && findRule(row.ruleId) !== undefined)
      told.push(...(await storeStep(tx, { row, finding: null }, { whose, now })));
  }
  return told;
}

type Pair = { readonly row: AlertRow | null; readonly finding: Finding | null };

async function storeStep(tx: Tx, { row, finding }: Pair, stored: Stored): Promise<Told[]> {
  const ruleId = finding?.ruleId ?? row?.ruleId ?? "";
  const needsPerson = findRule(ruleId)?.needsPerson === true;
  const step = nextAlertState({ alert: row && toState(row), finding, needsPerson }, stored.now);
  if (step.do === "nothing") return [];
  const id = await write(tx, step, { row, finding, ...stored });
  const evidence = finding?.evidence ?? ((row?.evidence ?? {}) as Finding["evidence"]);
  return step.tell.map((word) => ({ alertId: id, ruleId, severity: step.next.severity, word, evidence }));
}

async function write(
  tx: Tx,
  step: Exclude<AlertStep, { do: "nothing" }>,
  { row, finding, whose, now }: Pair & Stored,
): Promise<string> {
  const seen = finding === null ? {} : { evidence: finding.evidence, lastSeenAt: now };
  const nextLookAt = step.do === "resolve" ? null : step.lookAt;
  if (step.do !== "open" && row !== null) {
    const reopened = row.resolvedAt !== null && step.next.resolvedAt === null ? { resolvedBy: null } : {};
    await changeAlert(
      tx,
      { workspaceId: whose.workspaceId, id: row.id },
      { ...toValues(step.next), ...seen, ...reopened, nextLookAt },
    );
    return row.id;
  }
  if (finding === null) throw new Error("An alert is opened by a finding.");
  const values: AlertValues = {
    ...toValues(step.next),
    ...{
      ruleId: finding.ruleId,
      dedupeKey: finding.dedupeKey,
      evidence: finding.evidence,
      lastSeenAt: now,
      nextLookAt,
    },
    ...{ subjectKind: finding.subject.kind, subjectId: finding.subject.id },
    ...{ userId: whose.userId, connectionId: whose.connectionId },
  };
  return openAlert(tx, whose, values);
}
