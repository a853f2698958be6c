import type { ConnectionFacts, InstanceFacts } from "../facts";
import type { Rule } from "../rule";
import {
  deletionHeld,
  driftFound,
  errorRate,
  meetingsMissing,
  quarantineGrowing,
  syncDelayed,
  syncFailing,
} from "./calendar-rules";
import { grantEnding, needsReconnecting } from "./connection-rules";
import { budgetNearlyUsed, providerOutage, workerSilent } from "./instance-rules";
import { webhookFailing, webhookSilent } from "./webhook-rules";

/** What is looked for at each account. To add one: a rule, a line here, its texts, and a row in the table test. */
export const connectionRules: readonly Rule<ConnectionFacts>[] = [
  webhookFailing,
  needsReconnecting,
  deletionHeld,
  webhookSilent,
  errorRate,
  syncFailing,
  syncDelayed,
  meetingsMissing,
  grantEnding,
  driftFound,
  quarantineGrowing,
];

/** What is looked for once, for all. */
export const instanceRules: readonly Rule<InstanceFacts>[] = [providerOutage, workerSilent, budgetNearlyUsed];

export const findRule = (id: string): Pick<Rule<unknown>, "id" | "severity" | "needsPerson"> | undefined =>
  [...connectionRules, ...instanceRules].find((one) => one.id === id);
