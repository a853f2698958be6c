"use client";

import { useTranslations } from "next-intl";
import { FieldRow } from "@/components/ui/field";
import { Section, Sheet, SheetBody } from "@/components/ui/sheet";
import { WeekHours } from "@/components/ui/week-hours";
import type { PartProps } from "./configuration-editor";
import { ExceptionList } from "./configuration-exceptions";
import { ZoneSelect } from "./configuration-zone";

export function HoursSection({ draft, onChange, errorOf, zones }: PartProps & { zones: readonly string[] }) {
  const t = useTranslations("bookingSettings.hours");
  const { weekly_hours: weekly } = draft;
  return (
    <Section id="hours" title={t("title")}>
      <Sheet>
        <FieldRow label={t("zone")} hint={t("zoneHint")} error={errorOf("timezone")}>
          {(control) => (
            <ZoneSelect
              {...control}
              zones={zones}
              value={draft.timezone}
              onZone={(timezone) => onChange({ timezone })}
            />
          )}
        </FieldRow>
        <WeekHours
          week={weekly}
          onChange={(day, hours) => onChange({ weekly_hours: { ...weekly, [day]: [...hours] } })}
        />
        <SheetBody className="border-t border-line">
          <ExceptionList days={draft.date_exceptions} onChange={(days) => onChange({ date_exceptions: days })} />
        </SheetBody>
      </Sheet>
    </Section>
  );
}
