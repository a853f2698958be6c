import { evaluateConnection, type Evaluated } from "@/core/alerts/evaluate-rules";
import type { ConnectionFacts } from "@/core/alerts/facts";
import { syncDelayed } from "@/core/alerts/rules/calendar-rules";
import { minuteMs } from "@/core/time/wall-time";
import { findAccount, loadCalendarFacts } from "@/server/db/alerts/facts";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { tellAll } from "@/server/notifications/tell-all";
import { loadHoursOf } from "@/server/people/working-hours";
import { enqueueWork } from "@/server/work/enqueue";
import type { WorkHandler } from "@/server/work/handler";

import { loadQuietDays } from "./load-quiet-days";
import { loadRuleSettings } from "./rule-settings";
import { storeSteps, type Whose } from "./store-steps";
import { toFacts } from "./to-facts";

type Account = { readonly workspaceId: string; readonly connectionId: string };

/** MON-3. What is wrong with an account becomes alerts and messages, all in one transaction: repeated, it adds nothing. */
export const evaluateAccount: WorkHandler<"alerts.evaluate"> = (deps, { workspaceId, payload }) =>
  deps.db.inWorkspace({ workspaceId }, (tx) => evaluate(tx, deps, { workspaceId, connectionId: payload.connectionId }));

async function evaluate(tx: Tx, deps: Deps, account: Account): Promise<void> {
  const now = deps.now();
  const { workspaceId, connectionId } = account;
  const row = await findAccount(tx, account);
  const whose: Whose = { workspaceId, connectionId, userId: row?.user_id ?? null };
  // Of an account that is gone every alert ends.
  if (row === null) {
    await storeSteps(tx, { findings: [], held: new Set() }, { whose, now });
    return;
  }
  const settings = await loadRuleSettings(tx, workspaceId);
  const calendars = await loadCalendarFacts(tx, account, now);
  const quietDays = await loadQuietDays(tx, { ...account, userId: row.user_id }, now);
  const hours = await loadHoursOf(tx, { workspaceId, userId: row.user_id });
  const facts = toFacts(row, { connectionId, calendars, quietDays, hours, now });
  const evaluated = evaluateConnection(facts, settings, now);
  if (isNotLateEnough(facts, evaluated))
    await enqueueWork(
      tx,
      "alerts.evaluate",
      { connectionId },
      { workspaceId, dueAt: new Date(now.getTime() + lookAgainMs) },
    );
  const told = await storeSteps(tx, evaluated, { whose, now });
  await tellAll(tx, deps, { whose, told });
}

const lookAgainMs = 10 * minuteMs;

/** MON-4. Its hours begin without anything else happening: what was late in the night is looked at again until it is told or read. */
const isNotLateEnough = ({ calendars, isPaused }: ConnectionFacts, { findings }: Evaluated): boolean =>
  !isPaused &&
  calendars.some(({ calendarId, delay, isPaused: rests }) => {
    const isTold = findings.some(({ ruleId, subject }) => ruleId === syncDelayed.id && subject.id === calendarId);
    return delay !== null && !rests && !isTold;
  });
