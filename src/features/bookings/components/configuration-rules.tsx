"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { FieldRow } from "@/components/ui/field";
import { controlClass, Input } from "@/components/ui/input";
import { Section, Sheet } from "@/components/ui/sheet";
import { Select } from "@/components/ui/select";
import type { PartProps } from "./configuration-editor";

/** The usual choices, and whatever was set otherwise. */
const choices = {
  duration_minutes: [15, 20, 30, 45, 60, 90, 120],
  slot_step_minutes: [5, 10, 15, 20, 30, 45, 60],
  buffer_before_minutes: [0, 5, 10, 15, 30, 60],
  buffer_after_minutes: [0, 5, 10, 15, 30, 60],
  minimum_notice_minutes: [0, 30, 60, 120, 240, 1_440, 2_880, 10_080],
} as const;
type Minutes = keyof typeof choices;
const minuteFields = Object.keys(choices) as readonly Minutes[];
const policies = ["allDay", "tentative", "unanswered"] as const;

export function RulesSection({ draft, onChange, errorOf }: PartProps) {
  const t = useTranslations("bookingSettings.rules");
  return (
    <Section id="rules" title={t("title")}>
      <Sheet>
        {minuteFields.map((field) => (
          <MinutesRow key={field} field={field} {...{ draft, onChange, errorOf }} />
        ))}
        <NumberRow field="horizon_days" {...{ draft, onChange, errorOf }} />
        <NumberRow field="daily_cap" {...{ draft, onChange, errorOf }} />
        <NumberRow field="weekly_cap" {...{ draft, onChange, errorOf }} />
        <FieldRow label={t("confirmation")} hint={t("confirmationHint")}>
          {(control) => (
            <Select
              {...control}
              value={draft.confirmation}
              onChange={(event) =>
                onChange({ confirmation: event.target.value === "by_host" ? "by_host" : "automatic" })
              }
            >
              <option value="automatic">{t("confirmations.automatic")}</option>
              <option value="by_host">{t("confirmations.by_host")}</option>
            </Select>
          )}
        </FieldRow>
        <fieldset className="grid gap-x-12 border-t border-line px-4 py-4 tablet:px-6 desk:grid-cols-[minmax(0,1fr)_316px]">
          <legend className="float-left font-medium">{t("busy")}</legend>
          <div className="grid desk:col-start-2">
            {policies.map((policy) => (
              <Checkbox
                key={policy}
                label={t(`policies.${policy}`)}
                checked={draft.busy_policy[policy]}
                onChange={(event) =>
                  onChange({ busy_policy: { ...draft.busy_policy, [policy]: event.target.checked } })
                }
              />
            ))}
          </div>
        </fieldset>
        <FieldRow label={t("origins")} hint={t("originsHint")} error={originsError(errorOf)}>
          {(control) => (
            <textarea
              {...control}
              rows={2}
              spellCheck={false}
              placeholder="https://www.example.com"
              className={`${controlClass} py-2`}
              defaultValue={draft.allowed_origins.join("\n")}
              onChange={(event) => onChange({ allowed_origins: event.target.value.split(/\s+/).filter(Boolean) })}
            />
          )}
        </FieldRow>
      </Sheet>
    </Section>
  );
}

/** Whichever of the lines it is about. */
const originsError = (errorOf: PartProps["errorOf"]) =>
  Array.from({ length: 20 }, (_, index) => errorOf(`allowed_origins.${index}`)).find(Boolean) ??
  errorOf("allowed_origins");

function MinutesRow({ field, draft, onChange, errorOf }: PartProps & { field: Minutes }) {
  const t = useTranslations("bookingSettings.rules");
  const value = draft[field] ?? draft.duration_minutes;
  const offered = [...new Set([...choices[field], value])].toSorted((a, b) => a - b);
  const say = (minutes: number) => {
    if (minutes === 0) return t(`fields.${field}.none`);
    if (minutes % 1_440 === 0) return t("days", { count: minutes / 1_440 });
    if (minutes % 60 === 0) return t("hours", { count: minutes / 60 });
    return t("minutes", { count: minutes });
  };
  return (
    <FieldRow label={t(`fields.${field}.name`)} hint={t(`fields.${field}.hint`)} error={errorOf(field)}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange({ [field]: Number(event.target.value) })}>
          {offered.map((minutes) => (
            <option key={minutes} value={minutes}>
              {say(minutes)}
            </option>
          ))}
        </Select>
      )}
    </FieldRow>
  );
}

type Figure = "horizon_days" | "daily_cap" | "weekly_cap";

function NumberRow({ field, draft, onChange, errorOf }: PartProps & { field: Figure }) {
  const t = useTranslations("bookingSettings.rules");
  const mayLack = field !== "horizon_days";
  return (
    <FieldRow label={t(`fields.${field}.name`)} hint={t(`fields.${field}.hint`)} error={errorOf(field)}>
      {(control) => (
        <Input
          {...control}
          type="number"
          inputMode="numeric"
          min={1}
          placeholder={mayLack ? t("noCap") : undefined}
          value={draft[field] ?? ""}
          onChange={(event) => {
            const { value } = event.target;
            if (value === "" && mayLack) onChange({ [field]: null });
            else if (value !== "") onChange({ [field]: Math.trunc(Number(value)) });
          }}
        />
      )}
    </FieldRow>
  );
}
