"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/components/ui/button";
import { FieldRow } from "@/components/ui/field";
import { nextSpan, type Span } from "@/components/ui/hours";
import { Input } from "@/components/ui/input";
import { Section, Sheet, SheetBody } from "@/components/ui/sheet";
import { Select } from "@/components/ui/select";
import { DaySpans, WeekHours } from "@/components/ui/week-hours";
import type { PartProps } from "./configuration-editor";

type Hours = readonly Span[];

export function HoursSection({ draft, onChange, errorOf, zones }: PartProps & { zones: readonly string[] }) {
  const t = useTranslations("bookingSettings.hours");
  const { weekly_hours: weekly } = draft;
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
        <WeekHours
          week={weekly}
          onChange={(day, hours) => onChange({ weekly_hours: { ...weekly, [day]: [...hours] } })}
        />
        <Exceptions {...{ draft, onChange }} />
      </Sheet>
    </Section>
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
                <DaySpans name={name} hours={hours} onChange={(next) => set(date, next)} />
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
