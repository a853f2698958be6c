"use client";

import { useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions, DialogBody } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { CalendarHealth } from "../schema";

type Subject = { calendar: CalendarHealth; name: string; party: string };
type Props = { subject: Subject | null; onClose: () => void; onChanged: () => void };

/** A deletion of most of a calendar: both ways, each with what it means. */
export function HeldDialog({ subject, onClose, onChanged }: Props) {
  const t = useTranslations("calendar.held");
  return (
    <Dialog open={subject !== null} onClose={onClose} title={subject && t("title", { name: subject.name })}>
      {subject && <HeldChoice subject={subject} onClose={onClose} onChanged={onChanged} />}
    </Dialog>
  );
}

function HeldChoice({ subject, onClose, onChanged }: Props & { subject: Subject }) {
  const t = useTranslations("calendar.held");
  const { calendar, party } = subject;
  const { run, pending, problem } = useChange({
    change: (decision: "approve" | "reject") =>
      send("POST", `/api/v1/calendar/calendars/${calendar.calendarId}/held`, { decision }),
    onDone: (_, decision) => {
      toast.done({ text: t(decision === "approve" ? "approved" : "rejected") });
      onClose();
      onChanged();
    },
  });
  return (
    <DialogBody>
      <p className="mb-4 max-w-text text-ink-2">
        {t("lead", { party, removals: calendar.held?.removals ?? 0, of: calendar.held?.of ?? 0 })}
      </p>
      <dl className="grid gap-x-4 gap-y-2 tablet:grid-cols-[9rem_minmax(0,1fr)]">
        <dt className="font-medium">{t("reject")}</dt>
        <dd className="text-ink-2">{t("rejectMore")}</dd>
        <dt className="font-medium">{t("approve")}</dt>
        <dd className="text-ink-2">{t("approveMore", { party })}</dd>
      </dl>
      {problem && (
        <div className="mt-4">
          <ProblemNotice problem={problem} />
        </div>
      )}
      <DialogActions>
        <Button look="grave" pending={pending} onClick={() => run("approve")}>
          {t("approve")}
        </Button>
        <Button look="primary" pending={pending} data-first-focus onClick={() => run("reject")}>
          {t("reject")}
        </Button>
      </DialogActions>
    </DialogBody>
  );
}
