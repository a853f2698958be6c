import { evaluateConnection } from "@/core/alerts/evaluate-rules";
import { findAccount, loadCalendarFacts } from "@/server/db/alerts/facts";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { tellAll } from "@/server/notifications/tell-all";
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
  const evaluated = evaluateConnection(toFacts(row, { connectionId, calendars, quietDays }), settings, now);
  const told = await storeSteps(tx, evaluated, { whose, now });
  await tellAll(tx, deps, { whose, told });
}
