"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { FieldRow } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

export type ZoneGroup = { region: string; zones: readonly { id: string; name: string }[] };

type Props = {
  zones: readonly ZoneGroup[];
  value: string;
  onChange: (zone: string) => void;
  error: string | undefined;
};

const never = () => () => undefined;
const here = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

export function ZoneField({ zones, value, onChange, error }: Props) {
  const t = useTranslations("settings.profile");
  const device = useSyncExternalStore(never, here, () => value);
  const known = zones.some((group) => group.zones.some((zone) => zone.id === device));
  const hint =
    device !== value && known ? (
      <>
        {t("zoneOfDevice", { zone: device })}{" "}
        <button type="button" className="link" onClick={() => onChange(device)}>
          {t("useIt")}
        </button>
      </>
    ) : (
      t("zoneHint")
    );
  return (
    <FieldRow label={t("zone")} hint={hint} error={error}>
      {(control) => (
        <Select {...control} value={value} onChange={(event) => onChange(event.target.value)}>
          {zones.map((group) => (
            <optgroup key={group.region} label={group.region}>
              {group.zones.map((zone) => (
                <option key={zone.id} value={zone.id}>
                  {zone.name}
                </option>
              ))}
            </optgroup>
          ))}
        </Select>
      )}
    </FieldRow>
  );
}
