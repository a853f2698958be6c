"use client";

import { useTranslations } from "next-intl";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { DateTime } from "@/components/ui/date-time";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { SkeletonRows } from "@/components/ui/skeleton";
import { toast } from "@/components/ui/toast";
import type { CalendarHealth, SetAside } from "../schema";
import { useRead } from "./use-read";

type Subject = { calendar: CalendarHealth; name: string; party: string };
type Props = { subject: Subject | null; onClose: () => void; onChanged: () => void };

/** Events that could not be taken in: why, since when, and to try each again. */
export function SetAsideDialog({ subject, onClose, onChanged }: Props) {
  const t = useTranslations("calendar.setAside");
  return (
    <Dialog open={subject !== null} onClose={onClose} title={subject && t("title", { name: subject.name })}>
      {subject && (
        <DialogBody>
          <p className="mb-3 max-w-text text-ink-2">{t("lead", { party: subject.party })}</p>
          <SetAsideList calendarId={subject.calendar.calendarId} onChanged={onChanged} />
        </DialogBody>
      )}
    </Dialog>
  );
}

function SetAsideList({ calendarId, onChanged }: { calendarId: string; onChanged: () => void }) {
  const t = useTranslations("calendar.setAside");
  const path = `/api/v1/calendar/calendars/${calendarId}/quarantine`;
  const { data, error, isPending, refetch } = useRead<{ events: SetAside[] }>(path, { refetchEveryMs: 5_000 });
  if (isPending) return <SkeletonRows rows={2} />;
  if (error) return <ProblemNotice problem={error} />;
  if (data.events.length === 0) return <p className="py-2">{t("none")}</p>;
  const changed = () => {
    void refetch();
    onChanged();
  };
  return (
    <ul>
      {data.events.map((event) => (
        <SetAsideRow key={event.remoteId} event={event} path={path} onChanged={changed} />
      ))}
    </ul>
  );
}

function SetAsideRow({ event, path, onChanged }: { event: SetAside; path: string; onChanged: () => void }) {
  const t = useTranslations("calendar.setAside");
  const { remoteId, reason, attempts, firstSeen } = event;
  const { run, pending, problem } = useChange({
    change: () => send("POST", `${path}/${encodeURIComponent(remoteId)}/retry`, {}),
    onDone: () => {
      toast.done({ text: t("retried") });
      onChanged();
    },
  });
  const key = `reasons.${reason}` as "reasons.no_id";
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-3 border-t border-line py-3 first:border-t-0">
      <div className="min-w-0">
        <p className="font-medium">{t.has(key) ? t(key) : reason}</p>
        <p className="text-small text-ink-2">
          {t.rich("sinceAndTries", { at: () => <DateTime at={firstSeen} />, count: attempts })}
        </p>
        <p className="truncate font-mono text-micro text-ink-3" title={remoteId}>
          {remoteId}
        </p>
      </div>
      <Button size="small" pending={pending} onClick={() => run(undefined)}>
        {t(pending ? "retrying" : "retry")}
      </Button>
      {problem && (
        <div className="col-span-2">
          <ProblemNotice problem={problem} />
        </div>
      )}
    </li>
  );
}
