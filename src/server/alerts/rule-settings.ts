import { z } from "zod";

import type { RuleSettings } from "@/core/alerts/evaluate-rules";
import { readSetting } from "@/server/db/alerts/settings";
import type { Tx } from "@/server/db/open-database";

export const ruleSettingsKey = "alert_rules";

const stored = z.record(
  z.string(),
  z.object({ isOn: z.boolean().optional(), parameters: z.record(z.string(), z.number()).optional() }),
);

/** What the workspace chose; what cannot be read counts as not chosen. */
export async function loadRuleSettings(tx: Tx, workspaceId: string): Promise<RuleSettings> {
  const parsed = stored.safeParse((await readSetting(tx, { workspaceId, key: ruleSettingsKey })) ?? {});
  if (!parsed.success) return {};
  return Object.fromEntries(
    Object.entries(parsed.data).map(([id, { isOn, parameters }]) => [
      id,
      { ...(isOn === undefined ? {} : { isOn }), ...(parameters === undefined ? {} : { parameters }) },
    ]),
  );
}
