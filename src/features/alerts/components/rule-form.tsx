"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { rulesPath, type Rule } from "../schema";

type Change = { isOn: boolean; parameters: Record<string, number> };

/** One rule: switched at once, its figures kept by a button that is there when they differ. */
export function RuleForm({ rule }: { rule: Rule }) {
  const t = useTranslations("alertRules");
  const severity = useTranslations("alerts.severity");
  const words = useProblemWords();
  const stored = Object.fromEntries(rule.parameters.map(({ name, value }) => [name, value]));
  const [given, setGiven] = useState(stored);
  const { run, pending } = useChange({
    change: (change: Change) => send("PATCH", rulesPath, { id: rule.id, ...change }),
    onDone: () => toast.done({ text: t("saved") }),
    onProblem: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  });
  const isChanged = rule.parameters.some(({ name, value }) => given[name] !== value);
  const name = t(`names.${rule.id}` as never);
  return (
    <li className="border-t border-line px-4 py-4 first:border-t-0 tablet:px-6">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          run({ isOn: rule.isOn, parameters: given });
        }}
      >
        <div className="flex items-center gap-3">
          <Switch
            aria-label={name}
            checked={rule.isOn}
            onChange={(event) => run({ isOn: event.target.checked, parameters: stored })}
          />
          <span className="min-w-0 font-medium">{name}</span>
          <Badge className="ml-auto">{severity(rule.severity)}</Badge>
        </div>
        {rule.isOn && rule.parameters.length > 0 && (
          <div className="mt-3 flex flex-wrap items-end gap-3 pl-12">
            {rule.parameters.map(({ name: parameter, usual, least, most }) => (
              <Field key={parameter} label={t(`parameters.${parameter}` as never)} hint={t("usual", { usual })}>
                {(control) => (
                  <Input
                    {...control}
                    type="number"
                    inputMode="numeric"
                    min={least}
                    max={most}
                    value={given[parameter] ?? usual}
                    onChange={(event) => setGiven({ ...given, [parameter]: event.target.valueAsNumber })}
                  />
                )}
              </Field>
            ))}
            {isChanged && (
              <Button type="submit" look="primary" pending={pending} className="mb-6">
                {t("save")}
              </Button>
            )}
          </div>
        )}
      </form>
    </li>
  );
}
