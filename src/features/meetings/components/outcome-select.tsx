"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { useProblemWords } from "@/components/api/use-problem-words";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { meetingPathOf, outcomes, type Meeting, type Outcome } from "../schema";

const none = "none";
const choices = [none, ...outcomes] as const;

/** Kept as soon as it is chosen. */
export function OutcomeSelect({ meeting: { id, outcome }, title }: { meeting: Meeting; title: string }) {
  const t = useTranslations("meetings");
  const words = useProblemWords();
  const [chosen, setChosen] = useState<Outcome | typeof none>(outcome ?? none);
  const { run, pending } = useChange({
    change: (next: Outcome | typeof none) => send("PATCH", meetingPathOf(id), { outcome: next === none ? null : next }),
    onDone: (_, next) => toast.done({ text: t("noted", { title, outcome: t(`outcomes.${next}`) }) }),
    onProblem: (problem) => {
      setChosen(outcome ?? none);
      toast.failed({ text: words(problem).title, detail: words(problem).detail });
    },
  });
  return (
    <Select
      quiet
      aria-label={t("outcomeOf", { title })}
      aria-busy={pending}
      className="w-36 max-tablet:-ml-3"
      value={chosen}
      onChange={(event) => {
        const next = choices.find((one) => one === event.target.value) ?? none;
        setChosen(next);
        run(next);
      }}
    >
      {choices.map((each) => (
        <option key={each} value={each}>
          {t(`outcomes.${each}`)}
        </option>
      ))}
    </Select>
  );
}
