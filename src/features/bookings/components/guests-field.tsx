"use client";

import { useTranslations } from "next-intl";
import { Field } from "@/components/ui/field";
import { controlClass } from "@/components/ui/input";

type Props = { text: string; error: string | undefined; onChange: (text: string) => void };

/** Addresses as people paste them: one a line, or with commas, semicolons and spaces between them. */
export const readGuests = (text: string): string[] => [...new Set(text.split(/[\s,;]+/).filter(Boolean))];

/** Folded away, as most come alone. */
export function GuestsField({ text, error, onChange }: Props) {
  const t = useTranslations("book");
  return (
    <details open={error !== undefined || undefined}>
      <summary className="link flex min-h-11 w-fit cursor-pointer items-center tablet:min-h-0">
        {t("addGuests")}
      </summary>
      <Field className="mt-3" label={t("guests")} hint={t("guestsHint")} error={error}>
        {(control) => (
          <textarea
            {...control}
            rows={2}
            maxLength={3_000}
            autoCapitalize="none"
            spellCheck={false}
            className={`${controlClass} py-2`}
            value={text}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
    </details>
  );
}
