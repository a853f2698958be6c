import type { Finding } from "./alert";
import type { ConnectionFacts, InstanceFacts } from "./facts";
import type { Rule } from "./rule";
import { connectionRules, instanceRules } from "./rules/catalog";

/** What a workspace chose, by rule; what it did not choose is as usual. */
export type RuleSettings = Readonly<Record<string, { readonly isOn?: boolean; readonly parameters?: unknown }>>;

export type Evaluated = {
  readonly findings: readonly Finding[];
  /** Rules that can say nothing at the moment: their open alerts stay as they are. */
  readonly held: ReadonlySet<string>;
};

function parametersOf<F>({ id, parameters }: Rule<F>, settings: RuleSettings): Record<string, number> {
  const chosen = parameters.safeParse(settings[id]?.parameters ?? {});
  return (chosen.success ? chosen.data : parameters.parse({})) as Record<string, number>;
}

function findBy<F>(rule: Rule<F>, facts: F, { settings, now }: { settings: RuleSettings; now: Date }): Finding[] {
  if (settings[rule.id]?.isOn === false) return [];
  return rule.find(facts, parametersOf(rule, settings), now).map((found) => ({
    ruleId: rule.id,
    severity: rule.severity,
    ...found,
    dedupeKey: `${rule.id}:${found.subject.id}`,
  }));
}

/**
 * Everything that is wrong with an account. While the provider fails for everybody, what would blame the account is held
 * back, neither opened nor closed: one alert stands for all (F98).
 */
export function evaluateConnection(facts: ConnectionFacts, settings: RuleSettings, now: Date): Evaluated {
  const isOutage = facts.providerTroubleSince !== null;
  const held = new Set(connectionRules.filter((rule) => isOutage && rule.holdsInOutage).map(({ id }) => id));
  const findings = connectionRules
    .filter(({ id }) => !held.has(id))
    .flatMap((rule) => findBy(rule, facts, { settings, now }));
  return { findings, held };
}

export function evaluateInstance(facts: InstanceFacts, settings: RuleSettings, now: Date): Evaluated {
  return { findings: instanceRules.flatMap((rule) => findBy(rule, facts, { settings, now })), held: new Set() };
}
