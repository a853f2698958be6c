"use client";

import { Ellipsis } from "lucide-react";
import { useTranslations } from "next-intl";
import Link from "next/link";
import { useProblemWords } from "@/components/api/use-problem-words";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/menu";
import { DateTime } from "@/components/ui/date-time";
import { RelativeTime } from "@/components/ui/relative-time";
import { StateGlyph, type State } from "@/components/ui/state-glyph";
import { toast } from "@/components/ui/toast";
import { sayAlert } from "@/lib/i18n/alert-words";
import { actPathOf, type Alert } from "../schema";

const calendarPage = "/sales/settings/calendar";
const snoozes = [
  { minutes: 60, word: "forHour" },
  { minutes: 1_440, word: "forDay" },
  { minutes: 10_080, word: "forWeek" },
] as const;

export function glyphOf({ state, ruleId, severity }: Alert): State {
  if (state === "resolved") return "healthy";
  if (ruleId === "provider.outage") return "outage";
  return severity === "critical" || severity === "high" ? "reconnect" : "late";
}

export function AlertRow({ alert, onDone }: { alert: Alert; onDone: () => void }) {
  const t = useTranslations("alerts");
  const { severity, resolvedAt } = alert;
  const { title, over, body, todo } = sayAlert(t, alert);
  const isOver = resolvedAt !== null;
  return (
    <li className="flex gap-x-3 border-t border-line px-4 py-3.5 first:border-t-0 tablet:px-6">
      <StateGlyph state={glyphOf(alert)} className="mt-[3px]" />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          <span className={cn("font-medium", isOver && "text-ink-2")}>{isOver ? over : title}</span>
          {!isOver && <Badge>{t(`severity.${severity}`)}</Badge>}
        </p>
        {!isOver && (
          <p className="mt-1 max-w-text text-ink-2">
            {body} {todo}
          </p>
        )}
        <AlertTimes alert={alert} />
        {!isOver && alert.connectionId !== null && (
          <p className="mt-1.5">
            <Link href={calendarPage} prefetch={false} className="link">
              {t("toCalendar")}
            </Link>
          </p>
        )}
      </div>
      {!isOver && <AlertMenu alert={alert} onDone={onDone} />}
    </li>
  );
}

export function AlertTimes({ alert }: { alert: Alert }) {
  const t = useTranslations("alerts");
  const { state, openedAt, resolvedAt, resolvedBy, snoozedUntil, occurrences } = alert;
  return (
    <p className="mt-1 text-small text-ink-3">
      {t.rich("since", { time: () => <DateTime at={openedAt} /> })}
      {occurrences > 1 && <> · {t("times", { count: occurrences })}</>}
      {state === "acknowledged" && <> · {t("acknowledged")}</>}
      {state === "snoozed" && snoozedUntil !== null && (
        <> · {t.rich("snoozed", { time: () => <DateTime at={snoozedUntil} /> })}</>
      )}
      {resolvedAt !== null && (
        <>
          {" · "}
          {t.rich(resolvedBy === "itself" ? "resolvedItself" : "resolvedBy", {
            time: () => <RelativeTime at={resolvedAt} />,
          })}
        </>
      )}
    </p>
  );
}

function AlertMenu({ alert, onDone }: { alert: Alert; onDone: () => void }) {
  const t = useTranslations("alerts");
  const words = useProblemWords();
  const { run } = useChange({
    change: ({ act, body }: { act: Parameters<typeof actPathOf>[1]; body?: object }) =>
      send("POST", actPathOf(alert.id, act), body ?? {}),
    onDone: () => {
      toast.done({ text: t("done") });
      onDone();
    },
    onProblem: (problem) => toast.failed({ text: words(problem).title, detail: words(problem).detail }),
  });
  return (
    <Menu
      trigger={
        <Button
          look="quiet"
          size="icon"
          className="-my-1.5 -mr-2"
          aria-label={t("more", { title: sayAlert(t, alert).title })}
        >
          <Ellipsis aria-hidden strokeWidth={1.75} />
        </Button>
      }
    >
      {alert.state !== "acknowledged" && (
        <MenuItem onSelect={() => run({ act: "acknowledge" })}>{t("acknowledge")}</MenuItem>
      )}
      <MenuItem onSelect={() => run({ act: "resolve" })}>{t("resolve")}</MenuItem>
      <MenuSeparator />
      <MenuLabel>{t("snooze")}</MenuLabel>
      {snoozes.map(({ minutes, word }) => (
        <MenuItem key={word} onSelect={() => run({ act: "snooze", body: { minutes } })}>
          {t(word)}
        </MenuItem>
      ))}
    </Menu>
  );
}
