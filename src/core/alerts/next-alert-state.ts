import { dayMs, hourMs, minuteMs } from "../time/wall-time";
import { severities, type Finding, type Severity } from "./alert";

/** What people are told: it began or is back, it is over, it is still so, nobody reacted. */
export type Word = "opened" | "resolved" | "reminder" | "escalation";

/** An alert as it is stored: open, or the last one of its cause. */
export type AlertState = {
  readonly severity: Severity;
  readonly openedAt: Date;
  readonly occurrences: number;
  readonly calmSince: Date | null;
  readonly toldAt: Date | null;
  readonly toldWord: Word | null;
  readonly acknowledgedAt: Date | null;
  readonly snoozedUntil: Date | null;
  readonly escalatedAt: Date | null;
  readonly reminded: number;
  readonly resolvedAt: Date | null;
  /** A person said that it is over. */
  readonly isResolvedByHand: boolean;
};

export type AlertStep =
  /** Nothing to store. */
  | { readonly do: "nothing" }
  | { readonly do: "open"; readonly next: AlertState; readonly tell: readonly Word[]; readonly lookAt: Date }
  | { readonly do: "keep"; readonly next: AlertState; readonly tell: readonly Word[]; readonly lookAt: Date }
  | { readonly do: "resolve"; readonly next: AlertState; readonly tell: readonly Word[] };

type Given = {
  readonly alert: AlertState | null;
  readonly finding: Finding | null;
  /** Only the person can mend it. */
  readonly needsPerson: boolean;
};

/** F97. A cause that comes back so soon is the same alert, and nobody is told anew before that long has passed. */
const sameCauseMs = hourMs;
/** What came back once is over when it stays away for so long. */
const calmMs = 15 * minuteMs;
/** Open alerts are looked at again at least that often, whatever happens. */
const lookAgainMs = 5 * minuteMs;
/** What a person resolved by hand while it was still so is not opened again for so long. */
const handHoldsMs = dayMs;
const reminderDays = [1, 3, 7, 14];
const escalateAfterMs = dayMs;

/** What becomes of a cause's alert at this moment. Says nothing twice, forgets nothing. */
export function nextAlertState(given: Given, now: Date): AlertStep {
  const { alert, finding } = given;
  if (alert === null || alert.resolvedAt !== null) return finding === null ? { do: "nothing" } : begin(given, now);
  return finding === null ? end(alert, now) : goOn(alert, { finding, needsPerson: given.needsPerson }, now);
}

const ago = (at: Date | null, now: Date) => (at === null ? Infinity : now.getTime() - at.getTime());
const isWorse = (one: Severity, other: Severity) => severities.indexOf(one) < severities.indexOf(other);

function begin({ alert, finding }: Given, now: Date): AlertStep {
  if (finding === null) return { do: "nothing" };
  if (alert !== null && isSettledByHand(alert, finding, now)) return { do: "nothing" };
  const lookAt = new Date(now.getTime() + lookAgainMs);
  if (alert === null || alert.isResolvedByHand || ago(alert.resolvedAt, now) > sameCauseMs)
    return {
      ...{ do: "open", tell: ["opened"], lookAt },
      next: {
        ...{ severity: finding.severity, openedAt: now, occurrences: 1, toldAt: now, toldWord: "opened", reminded: 0 },
        ...{ calmSince: null, acknowledgedAt: null, snoozedUntil: null, escalatedAt: null, resolvedAt: null },
        isResolvedByHand: false,
      },
    };
  // The same alert goes on. Whoever was told within the hour that it is over reads on the page that it is not.
  const returned = { ...alert, resolvedAt: null, calmSince: null, occurrences: alert.occurrences + 1 };
  return { do: "keep", tell: [], lookAt, next: { ...returned, severity: finding.severity } };
}

/** A person said that it is over, and it has been the same all the time since. */
function isSettledByHand({ isResolvedByHand, resolvedAt }: AlertState, { since }: Finding, now: Date): boolean {
  if (!isResolvedByHand || resolvedAt === null || ago(resolvedAt, now) > handHoldsMs) return false;
  return since === null || since <= resolvedAt;
}

function end(alert: AlertState, now: Date): AlertStep {
  const hasComeBack = alert.occurrences > 1;
  const calmSince = alert.calmSince ?? now;
  if (hasComeBack && ago(calmSince, now) < calmMs)
    return { do: "keep", next: { ...alert, calmSince }, tell: [], lookAt: new Date(calmSince.getTime() + calmMs) };
  const mayTell = !hasComeBack || ago(alert.toldAt, now) >= sameCauseMs;
  const next = {
    ...alert,
    calmSince: null,
    resolvedAt: now,
    ...(mayTell ? { toldAt: now, toldWord: "resolved" as const } : {}),
  };
  return { do: "resolve", next, tell: mayTell ? ["resolved"] : [] };
}

function goOn(
  alert: AlertState,
  { finding, needsPerson }: { finding: Finding; needsPerson: boolean },
  now: Date,
): AlertStep {
  const hasReturned = alert.calmSince !== null;
  const next: AlertState = {
    ...alert,
    calmSince: null,
    severity: finding.severity,
    occurrences: alert.occurrences + (hasReturned ? 1 : 0),
  };
  const lookAt = new Date(now.getTime() + lookAgainMs);
  if (alert.snoozedUntil !== null && alert.snoozedUntil > now) return { do: "keep", next, tell: [], lookAt };
  const word = wordFor({ alert, isWorse: isWorse(finding.severity, alert.severity), needsPerson }, now);
  return { do: "keep", lookAt, tell: word === null ? [] : [word], next: word === null ? next : said(next, word, now) };
}

function said(next: AlertState, word: Word, now: Date): AlertState {
  const told = { ...next, toldAt: now, toldWord: word, snoozedUntil: null };
  if (word === "escalation") return { ...told, escalatedAt: now };
  return word === "reminder" ? { ...told, reminded: dueReminders(next, now) } : told;
}

const dueReminders = ({ openedAt }: AlertState, now: Date) =>
  reminderDays.filter((days) => ago(openedAt, now) >= days * dayMs).length;

/** At most one word at a time, and at most one an hour, unless it became worse. */
function wordFor(given: { alert: AlertState; isWorse: boolean; needsPerson: boolean }, now: Date): Word | null {
  const { alert, needsPerson } = given;
  if (given.isWorse) return "opened";
  if (alert.snoozedUntil !== null) return "opened";
  if (ago(alert.toldAt, now) < sameCauseMs) return null;
  if (alert.toldWord === "resolved") return "opened"; // It came back within the hour, and stayed.
  if (alert.acknowledgedAt !== null || !needsPerson) return null;
  if (alert.escalatedAt === null && ago(alert.openedAt, now) >= escalateAfterMs) return "escalation";
  return dueReminders(alert, now) > alert.reminded ? "reminder" : null;
}
