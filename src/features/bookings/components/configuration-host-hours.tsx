"use client";

import { useTranslations } from "next-intl";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { WeekHours } from "@/components/ui/week-hours";
import { ownHours, type Draft } from "./configuration-draft";
import { ExceptionList } from "./configuration-exceptions";
import { ZoneSelect } from "./configuration-zone";

type HostHours = Draft["hosts"][number]["hours"];
type Props = {
  draft: Draft;
  name: string;
  hours: HostHours;
  zones: readonly string[];
  error: string | undefined;
  onChange: (hours: HostHours) => void;
};

/** When one of several can be booked: inside the hours of the page, in a zone of their own, with days off of their own. */
export function HostHours({ draft, name, hours, zones, error, onChange }: Props) {
  const t = useTranslations("bookingSettings.hosts");
  return (
    <div className="mt-3">
      <Checkbox
        label={t("ownHours", { name })}
        checked={hours !== null}
        onChange={(event) => onChange(event.target.checked ? ownHours(draft) : null)}
      />
      {hours !== null && (
        <div
          role="group"
          aria-label={t("hoursOf", { name })}
          className="mt-2 overflow-hidden border border-line px-4 py-3 max-tablet:-mx-4 max-tablet:border-x-0 tablet:rounded-small tablet:px-6"
        >
          <p className="mb-3 max-w-text text-small text-ink-3">{t("ownHoursHint")}</p>
          <Field label={t("ownZone")} error={error}>
            {(control) => (
              <ZoneSelect
                {...control}
                className="max-w-80"
                zones={zones}
                value={hours.zone}
                onZone={(zone) => onChange({ ...hours, zone })}
              />
            )}
          </Field>
          <div className="-mx-4 my-3 tablet:-mx-6">
            <WeekHours
              week={hours.weekly}
              onChange={(day, next) => onChange({ ...hours, weekly: { ...hours.weekly, [day]: [...next] } })}
            />
          </div>
          <ExceptionList days={hours.exceptions} onChange={(exceptions) => onChange({ ...hours, exceptions })} />
        </div>
      )}
    </div>
  );
}
