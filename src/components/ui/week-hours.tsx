"use client";

import { Plus, X } from "lucide-react";
import { useFormatter, useLocale, useTranslations } from "next-intl";
import { Button } from "./button";
import { fromClock, nextSpan, toClock, weekFrom, type Span, type Week, type Weekday } from "./hours";
import { Input } from "./input";
import { Switch } from "./switch";
import { regional } from "./use-clock";

type Hours = readonly Span[];
type Props = { week: Week; onChange: (day: Weekday, hours: Hours) => void };

/** A week of hours, day by day, in the order in which the person's language counts them. */
export function WeekHours({ week, onChange }: Props) {
  const days = weekFrom(regional(useLocale()));
  return (
    <ul className="border-t border-line py-2">
      {days.map((day) => (
        <DayLine key={day} day={day} hours={week[day] ?? []} onChange={(hours) => onChange(day, hours)} />
      ))}
    </ul>
  );
}

/** The first Monday of 2024, as good as any. */
const nameDay = (day: Weekday) => new Date(Date.UTC(2024, 0, Number(day)));

type DayProps = { day: Weekday; hours: Hours; onChange: (hours: Hours) => void };

function DayLine({ day, hours, onChange }: DayProps) {
  const t = useTranslations("ui.hours");
  const format = useFormatter();
  const name = format.dateTime(nameDay(day), { weekday: "long", timeZone: "UTC" });
  return (
    <li className="grid gap-x-4 gap-y-2 px-4 py-2 tablet:grid-cols-[160px_minmax(0,1fr)] tablet:px-6">
      <span className="flex min-h-11 items-center gap-3 tablet:min-h-9">
        <Switch
          aria-label={t("open", { day: name })}
          checked={hours.length > 0}
          onChange={(event) => onChange(event.target.checked ? [nextSpan([])] : [])}
        />
        <span className="font-medium">{name}</span>
      </span>
      {hours.length === 0 ? (
        <span className="self-center text-ink-3 max-tablet:hidden">{t("closed")}</span>
      ) : (
        <DaySpans {...{ name, hours, onChange }} />
      )}
    </li>
  );
}

/** On a phone a press on the field opens the clock, and its sign would take the room of the time. */
const clock =
  "w-auto min-w-0 flex-1 basis-20 tablet:max-w-32 max-tablet:px-2.5 max-tablet:[&::-webkit-calendar-picker-indicator]:hidden";

/** The hours of one day, each from and until. */
export function DaySpans({ name, hours, onChange }: { name: string; hours: Hours; onChange: (hours: Hours) => void }) {
  const t = useTranslations("ui.hours");
  const set = (index: number, change: Partial<Span>) =>
    onChange(hours.map((each, at) => (at === index ? { ...each, ...change } : each)));
  return (
    <div className="grid min-w-0 gap-2">
      {hours.map((span, index) => (
        <div key={index} className="flex flex-wrap items-center gap-2 max-tablet:gap-1.5">
          <Input
            type="time"
            required
            className={clock}
            aria-label={t("from", { day: name })}
            value={span.from}
            onChange={(event) => set(index, { from: event.target.value })}
          />
          <span aria-hidden>–</span>
          <Input
            type="time"
            required
            className={clock}
            aria-label={t("until", { day: name })}
            value={toClock(span.until)}
            onChange={(event) => set(index, { until: fromClock(event.target.value) })}
          />
          <Button
            size="icon"
            look="quiet"
            aria-label={t("removeSpan", { day: name })}
            onClick={() => onChange(hours.filter((_, at) => at !== index))}
          >
            <X aria-hidden />
          </Button>
          {index === hours.length - 1 && hours.length < 4 ? (
            <Button
              size="icon"
              look="quiet"
              aria-label={t("addSpan", { day: name })}
              onClick={() => onChange([...hours, nextSpan(hours)])}
            >
              <Plus aria-hidden />
            </Button>
          ) : (
            <span className="w-9 flex-none max-tablet:hidden" />
          )}
        </div>
      ))}
    </div>
  );
}
