"use client";

import { Plus, X } from "lucide-react";
import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FieldRow } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Section, Sheet, SheetBody } from "@/components/ui/sheet";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { fromClock, nextSpan, toClock, weekdays, type Span, type Weekday } from "./configuration-draft";
import type { PartProps } from "./configuration-editor";

type Hours = readonly Span[];

export function HoursSection({ draft, onChange, errorOf, zones }: PartProps & { zones: readonly string[] }) {
  const t = useTranslations("bookingSettings.hours");
  const { weekly_hours: weekly } = draft;
  const setDay = (day: Weekday, hours: Hours) => onChange({ weekly_hours: { ...weekly, [day]: [...hours] } });
  return (
    <Section id="hours" title={t("title")}>
      <Sheet>
        <FieldRow label={t("zone")} hint={t("zoneHint")} error={errorOf("timezone")}>
          {(control) => (
            <Select
              {...control}
              value={draft.timezone}
              onChange={(event) => onChange({ timezone: event.target.value })}
            >
              {zones.map((zone) => (
                <option key={zone} value={zone}>
                  {zone.replaceAll("_", " ")}
                </option>
              ))}
            </Select>
          )}
        </FieldRow>
        <ul className="border-t border-line py-2">
          {weekdays.map((day) => (
            <DayLine key={day} day={day} hours={weekly[day] ?? []} onChange={(hours) => setDay(day, hours)} />
          ))}
        </ul>
        <Exceptions {...{ draft, onChange }} />
      </Sheet>
    </Section>
  );
}

/** The first Monday of 2024, as good as any. */
const nameDay = (day: Weekday) => new Date(Date.UTC(2024, 0, Number(day)));

type DayProps = { day: Weekday; hours: Hours; onChange: (hours: Hours) => void };

function DayLine({ day, hours, onChange }: DayProps) {
  const t = useTranslations("bookingSettings.hours");
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
        <Spans {...{ name, hours, onChange }} />
      )}
    </li>
  );
}

function Spans({ name, hours, onChange }: { name: string; hours: Hours; onChange: (hours: Hours) => void }) {
  const t = useTranslations("bookingSettings.hours");
  const set = (index: number, change: Partial<Span>) =>
    onChange(hours.map((each, at) => (at === index ? { ...each, ...change } : each)));
  return (
    <div className="grid min-w-0 gap-2">
      {hours.map((span, index) => (
        <div key={index} className="flex flex-wrap items-center gap-2">
          <Input
            type="time"
            required
            className="w-auto min-w-0 flex-1 basis-24 tablet:max-w-32"
            aria-label={t("from", { day: name })}
            value={span.from}
            onChange={(event) => set(index, { from: event.target.value })}
          />
          <span aria-hidden>–</span>
          <Input
            type="time"
            required
            className="w-auto min-w-0 flex-1 basis-24 tablet:max-w-32"
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

function Exceptions({ draft, onChange }: Pick<PartProps, "draft" | "onChange">) {
  const t = useTranslations("bookingSettings.hours");
  const format = useFormatter();
  const { date_exceptions: days } = draft;
  const set = (date: string, hours: Hours) => {
    const others = days.filter((each) => each.date !== date);
    const all = [...others, { date, hours: [...hours] }];
    onChange({ date_exceptions: all.toSorted((a, b) => (a.date < b.date ? -1 : 1)) });
  };
  return (
    <SheetBody className="border-t border-line">
      <h3 className="font-medium">{t("exceptions")}</h3>
      <p className="max-w-text text-small text-ink-3">{t("exceptionsHint")}</p>
      <ul className="mt-2 grid gap-3">
        {days.map(({ date, hours }) => {
          const name = format.dateTime(new Date(`${date}T12:00:00Z`), { dateStyle: "full", timeZone: "UTC" });
          return (
            <li key={date} className="grid gap-2 tablet:grid-cols-[160px_minmax(0,1fr)_auto] tablet:gap-x-4">
              <span className="self-center text-small">{name}</span>
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
                <Spans name={name} hours={hours} onChange={(next) => set(date, next)} />
              )}
              <Button
                size="small"
                look="quiet"
                aria-label={t("removeDay", { day: name })}
                onClick={() => onChange({ date_exceptions: days.filter((each) => each.date !== date) })}
              >
                {t("asUsual")}
              </Button>
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
    </SheetBody>
  );
}
