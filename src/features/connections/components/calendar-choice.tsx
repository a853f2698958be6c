"use client";

import { Settings2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ProblemNotice } from "@/components/api/problem-notice";
import { send } from "@/components/api/send";
import { useChange } from "@/components/api/use-change";
import { Button } from "@/components/ui/button";
import { CalendarColour } from "@/components/ui/calendar-colour";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import type { ConnectionCalendar } from "../schema";

type Change = Partial<
  Pick<ConnectionCalendar, "isSelected" | "windowPastDays" | "windowFutureDays" | "meetingsOnly" | "syncDirection">
>;

const past = [0, 7, 30, 90, 365];
const future = [30, 90, 180, 365, 730];
/** What is set already is among the choices, whatever it is. */
const withOwn = (choices: readonly number[], own: number) => [...new Set([...choices, own])].sort((a, b) => a - b);

type Props = {
  calendar: ConnectionCalendar;
  /** Whether we may write into the account at all. */
  mayWrite: boolean;
  onChanged: () => void;
};

/** A line per calendar: read or not, at once; the rest unfolds. */
export function CalendarChoice({ calendar, mayWrite, onChanged }: Props) {
  const t = useTranslations("connections");
  const [open, setOpen] = useState(false);
  const { run, pending, problem } = useCalendarChange(calendar.id, onChanged);
  const id = useId();
  const { name, isSelected, isPrimary, isRetired, accessRole } = calendar;
  const role = isRetired ? t("gone") : isPrimary ? t("primary") : accessRole && t(`access.${accessRole}`);
  return (
    <li className="border-t border-line px-5 py-1.5 first:border-t-0 tablet:px-6">
      <div className="flex min-h-11 items-center gap-3 tablet:min-h-9">
        <CalendarColour color={calendar.color} />
        <label htmlFor={id} className="min-w-0 flex-1 truncate" title={name}>
          {name} {role && <span className="text-small text-ink-3">{role}</span>}
        </label>
        <Button
          look="quiet"
          size="icon"
          aria-label={t("settings", { name })}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          <Settings2 aria-hidden strokeWidth={1.75} />
        </Button>
        <Switch
          id={id}
          checked={isSelected}
          aria-busy={pending}
          onChange={(event) => run({ isSelected: event.target.checked })}
        />
      </div>
      {open && <CalendarSettings calendar={calendar} mayWrite={mayWrite} onChange={run} />}
      {problem && (
        <div className="mb-2">
          <ProblemNotice problem={problem} />
        </div>
      )}
    </li>
  );
}

function useCalendarChange(calendarId: string, onChanged: () => void) {
  return useChange({
    change: (change: Change) => send<ConnectionCalendar>("PATCH", `/api/v1/calendar/calendars/${calendarId}`, change),
    onDone: onChanged,
  });
}

type SettingsProps = Omit<Props, "onChanged"> & { onChange: (change: Change) => void };

function CalendarSettings({ calendar, mayWrite, onChange }: SettingsProps) {
  const t = useTranslations("connections");
  const id = useId();
  const writingId = useId();
  const { windowPastDays, windowFutureDays, meetingsOnly, syncDirection, accessRole } = calendar;
  const isReadOnly = accessRole === "reader" || accessRole === "free_busy";
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-2 pt-1 pb-3 pl-6 text-small">
      <label className="grid gap-1">
        <span className="text-ink-2">{t("past")}</span>
        <Select value={windowPastDays} onChange={(event) => onChange({ windowPastDays: Number(event.target.value) })}>
          {withOwn(past, windowPastDays).map((days) => (
            <option key={days} value={days}>
              {t("pastDays", { days })}
            </option>
          ))}
        </Select>
      </label>
      <label className="grid gap-1">
        <span className="text-ink-2">{t("future")}</span>
        <Select
          value={windowFutureDays}
          onChange={(event) => onChange({ windowFutureDays: Number(event.target.value) })}
        >
          {withOwn(future, windowFutureDays).map((days) => (
            <option key={days} value={days}>
              {t("pastDays", { days })}
            </option>
          ))}
        </Select>
      </label>
      <div className="col-span-2 flex items-center gap-3 pt-1">
        <label htmlFor={id} className="min-w-0 flex-1">
          {t("meetingsOnly")} <span className="block text-ink-3">{t("meetingsOnlyMore")}</span>
        </label>
        <Switch id={id} checked={meetingsOnly} onChange={(event) => onChange({ meetingsOnly: event.target.checked })} />
      </div>
      <div className="col-span-2 flex items-center gap-3 pt-1">
        <label htmlFor={writingId} className="min-w-0 flex-1">
          {t("mayWrite")}{" "}
          <span className="block text-ink-3">
            {t(isReadOnly ? "mayNotWrite" : mayWrite ? "mayWriteMore" : "mayWriteNothing")}
          </span>
        </label>
        <Switch
          id={writingId}
          checked={syncDirection === "two_way"}
          disabled={isReadOnly || !mayWrite}
          onChange={(event) => onChange({ syncDirection: event.target.checked ? "two_way" : "read" })}
        />
      </div>
    </div>
  );
}
