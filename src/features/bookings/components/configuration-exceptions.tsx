"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { nextSpan, type Span } from "@/components/ui/hours";
import { Input } from "@/components/ui/input";
import { DaySpans } from "@/components/ui/week-hours";
import type { Draft } from "./configuration-draft";

type Hours = readonly Span[];
type ExceptionsProps = {
  days: Draft["date_exceptions"];
  onChange: (days: Draft["date_exceptions"]) => void;
};

const short = { weekday: "short", day: "numeric", month: "short", year: "numeric" } as const;

/** Days that are otherwise: closed, or with hours of their own. */
export function ExceptionList({ days, onChange }: ExceptionsProps) {
  const t = useTranslations("bookingSettings.hours");
  const format = useFormatter();
  const set = (date: string, hours: Hours) => {
    const others = days.filter((each) => each.date !== date);
    const all = [...others, { date, hours: [...hours] }];
    onChange(all.toSorted((a, b) => (a.date < b.date ? -1 : 1)));
  };
  return (
    <>
      <h3 className="font-medium">{t("exceptions")}</h3>
      <p className="max-w-text text-small text-ink-3">{t("exceptionsHint")}</p>
      <ul className="mt-2 grid gap-3">
        {days.map(({ date, hours }) => {
          const at = new Date(`${date}T12:00:00Z`);
          const name = format.dateTime(at, { dateStyle: "full", timeZone: "UTC" });
          return (
            <li key={date} className="grid gap-x-4 gap-y-1 tablet:grid-cols-[160px_minmax(0,1fr)]">
              <span className="flex items-center text-small tablet:h-9" title={name}>
                {format.dateTime(at, { ...short, timeZone: "UTC" })}
              </span>
              <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1">
                {hours.length === 0 ? (
                  <span className="flex items-center gap-3">
                    <span className="text-ink-3">{t("closed")}</span>
                    <Button
                      size="small"
                      look="quiet"
                      onClick={() => set(date, [nextSpan([])])}
                      aria-label={t("otherHoursOn", { day: name })}
                    >
                      {t("otherHours")}
                    </Button>
                  </span>
                ) : (
                  <div className="min-w-0 basis-full">
                    <DaySpans name={name} hours={hours} onChange={(next) => set(date, next)} />
                  </div>
                )}
                <Button
                  size="small"
                  look="quiet"
                  className="ml-auto"
                  aria-label={t("removeDay", { day: name })}
                  onClick={() => onChange(days.filter((each) => each.date !== date))}
                >
                  {t("asUsual")}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
      <label className="mt-3 flex flex-wrap items-center gap-x-3 gap-y-1 text-small">
        {t("addDay")}
        <Input
          type="date"
          className="w-auto"
          value=""
          onChange={(event) => event.target.value !== "" && set(event.target.value, [])}
        />
      </label>
    </>
  );
}
