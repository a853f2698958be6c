import { z } from "zod";

import { connectionRules } from "@/core/alerts/rules/catalog";
import { writeSetting } from "@/server/db/alerts/settings";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

import { loadRuleSettings, ruleSettingsKey } from "./rule-settings";
import type { RulesShape } from "./rule-shapes";

type JsonSchema = {
  readonly properties?: Readonly<Record<string, { minimum?: number; maximum?: number; default?: number }>>;
};

/** The rules with what they may be set to, so that a form can be drawn from it, and what the workspace chose. */
export async function loadRules(deps: Deps, caller: Caller): Promise<RulesShape> {
  requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const settings = await deps.db.inWorkspace(here, (tx) => loadRuleSettings(tx, here.workspaceId));
  const mayChange = caller.kind === "person" && includesRole(caller.role, "admin");
  return {
    mayChange,
    rules: connectionRules.map(({ id, severity, parameters }) => {
      const chosen = parameters.safeParse(settings[id]?.parameters ?? {});
      const values = (chosen.success ? chosen.data : parameters.parse({})) as Record<string, number>;
      const { properties = {} } = z.toJSONSchema(parameters, { io: "input" }) as JsonSchema;
      return {
        ...{ id, severity, isOn: settings[id]?.isOn !== false },
        parameters: Object.entries(properties).map(([name, schema]) => ({
          ...{ name, value: values[name] ?? schema.default ?? 0, usual: schema.default ?? 0 },
          ...{ least: schema.minimum ?? 0, most: schema.maximum ?? Number.MAX_SAFE_INTEGER },
        })),
      };
    }),
  };
}

type Change = { readonly id: string; readonly isOn: boolean; readonly parameters: Readonly<Record<string, number>> };

/** One rule at a time; the others stay as they are. */
export async function changeRule(deps: Deps, caller: Caller, change: Change): Promise<RulesShape> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "admin" });
  const rule = connectionRules.find(({ id }) => id === change.id);
  if (rule === undefined) throw new Problem("not_found");
  const parsed = rule.parameters.safeParse(change.parameters);
  if (!parsed.success) throw new Problem("invalid_request");
  await deps.db.inWorkspace(here, async (tx) => {
    const settings = await loadRuleSettings(tx, here.workspaceId);
    const value = { ...settings, [rule.id]: { isOn: change.isOn, parameters: parsed.data } } as Record<string, object>;
    await writeSetting(tx, { workspaceId: here.workspaceId, key: ruleSettingsKey, value, by: person.user.id });
    await recordAudit(tx, {
      ...{ workspaceId: here.workspaceId, actor: actorOf(caller), action: "alert_rule.changed" },
      subject: { kind: "alert_rule", id: rule.id },
      detail: { isOn: change.isOn, ...(parsed.data as Record<string, number>) },
    });
  });
  return loadRules(deps, caller);
}
