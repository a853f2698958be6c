"use client";

import { useTranslations } from "next-intl";
import { useSyncExternalStore } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";

const never = () => () => undefined;
let all: readonly string[] | undefined;
const zones = () => (all ??= [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC"])]);
const none: readonly string[] = [];

export function ZoneSwitch({ zone, onChange }: { zone: string; onChange: (zone: string) => void }) {
  const t = useTranslations("book");
  // Browsers know different lists: the server draws the one in force, the browser its own.
  const known = useSyncExternalStore(never, zones, () => none);
  const options = known.includes(zone) ? known : [zone, ...known];
  return (
    <Field label={<span className="text-small text-ink-3">{t("zone")}</span>}>
      {(control) => (
        <Select {...control} value={zone} onChange={(event) => onChange(event.target.value)}>
          {options.map((id) => (
            <option key={id} value={id}>
              {id.replaceAll("_", " ")}
            </option>
          ))}
        </Select>
      )}
    </Field>
  );
}
