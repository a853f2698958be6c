"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useFieldError } from "@/components/api/use-field-error";
import { Button } from "@/components/ui/button";
import { FieldRow } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Sheet, SheetBody, SheetFoot } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { ZoneField, type ZoneGroup } from "./zone-field";

type Profile = { name: string; email: string; locale: string; timeZone: string };
type Props = { profile: Profile; zones: readonly ZoneGroup[]; languages: readonly { code: string; name: string }[] };

export function ProfileForm({ profile, zones, languages }: Props) {
  const t = useTranslations("settings.profile");
  const router = useRouter();
  const [draft, setDraft] = useState({ name: profile.name, locale: profile.locale, timeZone: profile.timeZone });
  const fieldError = useFieldError();
  const { run, pending, problem } = useChange({
    change: (changed: typeof draft) => send("PATCH", "/api/v1/me", changed),
    onDone: () => {
      toast.done({ text: t("saved") });
      // The frame around this form is in the language and the zone that were saved.
      router.refresh();
    },
  });
  const set = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        run(draft);
      }}
    >
      <Sheet>
        <FieldRow label={t("name")} hint={t("nameHint")} error={fieldError(problem, "name")}>
          {(control) => (
            <Input
              {...control}
              autoComplete="name"
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </FieldRow>
        <FieldRow label={t("email")} hint={t("emailHint")}>
          {(control) => <Input {...control} readOnly value={profile.email} />}
        </FieldRow>
        {languages.length > 1 && (
          <FieldRow label={t("language")} error={fieldError(problem, "locale")}>
            {(control) => (
              <Select {...control} value={draft.locale} onChange={(event) => set({ locale: event.target.value })}>
                {languages.map(({ code, name }) => (
                  <option key={code} value={code} lang={code}>
                    {name}
                  </option>
                ))}
              </Select>
            )}
          </FieldRow>
        )}
        <ZoneField
          zones={zones}
          value={draft.timeZone}
          onChange={(timeZone) => set({ timeZone })}
          error={fieldError(problem, "timeZone")}
        />
        {problem && (
          <SheetBody>
            <ProblemNotice problem={problem} />
          </SheetBody>
        )}
        <SheetFoot className="justify-end">
          <Button type="submit" look="primary" pending={pending}>
            {pending ? t("saving") : t("save")}
          </Button>
        </SheetFoot>
      </Sheet>
    </form>
  );
}
