"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import type { Week } from "@/components/ui/hours";
import { Section, Sheet, SheetBody, SheetFoot } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { WeekHours } from "@/components/ui/week-hours";

type Hours = { timeZone: string; isUsual: boolean; weekly: Week };
type Props = { first: Hours; workspace: string };

/** When somebody works here: what a warning may take for a quiet day, and what is only their evening. */
export function HoursForm({ first, workspace }: Props) {
  const t = useTranslations("settings.hours");
  const [{ isUsual, timeZone, weekly }, setHours] = useState(first);
  const [draft, setDraft] = useState<Week>(first.weekly);
  const { run, pending, problem } = useChange({
    change: (week: Week | null) => send<Hours>("PUT", "/api/v1/me/working-hours", { weekly: week }),
    onDone: (saved) => {
      toast.done({ text: t(saved.isUsual ? "backDone" : "saved") });
      setHours(saved);
      setDraft(saved.weekly);
    },
  });
  const isEmpty = Object.values(draft).every((spans) => (spans?.length ?? 0) === 0);
  return (
    <Section id="working-hours" title={t("title")} note={t("note", { workspace })} className="mt-10">
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          run(draft);
        }}
      >
        <Sheet>
          <SheetBody className="grid gap-1">
            <p className="max-w-text">{t("lead")}</p>
            <p className="max-w-text text-small text-ink-3">
              {isUsual && draft === weekly ? t("usual") : t("zone", { zone: timeZone.replaceAll("_", " ") })}
            </p>
          </SheetBody>
          <WeekHours week={draft} onChange={(day, spans) => setDraft({ ...draft, [day]: spans })} />
          {problem && (
            <SheetBody>
              <ProblemNotice problem={problem} />
            </SheetBody>
          )}
          <SheetFoot className="justify-end">
            {isEmpty && <p className="mr-auto max-w-text">{t("none")}</p>}
            {!isUsual && (
              <Button type="button" look="quiet" disabled={pending} onClick={() => run(null)}>
                {t("back")}
              </Button>
            )}
            <Button type="submit" look="primary" pending={pending}>
              {pending ? t("saving") : t("save")}
            </Button>
          </SheetFoot>
        </Sheet>
      </form>
    </Section>
  );
}
