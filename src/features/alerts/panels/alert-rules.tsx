import { ClientTexts } from "@/components/texts/client-texts";
import { Sheet } from "@/components/ui/sheet";
import type { Person } from "@/server/people/person";
import { RuleForm } from "../components/rule-form";
import { loadAlertRules } from "../loaders";

/** Every rule with its figures; the form follows from what the rule says it may be set to. */
export async function AlertRulesPanel({ person }: { person: Person }) {
  const { rules } = await loadAlertRules(person);
  return (
    <ClientTexts also={["alerts", "alertRules"]} timeZone={person.user.timeZone}>
      <Sheet>
        <ul>
          {rules.map((rule) => (
            <RuleForm key={`${rule.id}:${JSON.stringify(rule.parameters)}:${rule.isOn}`} rule={rule} />
          ))}
        </ul>
      </Sheet>
    </ClientTexts>
  );
}
