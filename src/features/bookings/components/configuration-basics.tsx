"use client";

import { useTranslations } from "next-intl";
import { FieldRow } from "@/components/ui/field";
import { controlClass, Input } from "@/components/ui/input";
import { Section, Sheet } from "@/components/ui/sheet";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { slugOf } from "./configuration-draft";
import type { PartProps } from "./configuration-editor";

const places = ["conference", "place", "phone", "none"] as const;

export function BasicsSection({
  draft,
  onChange,
  errorOf,
  origin,
  isNew,
}: PartProps & { origin: string; isNew: boolean }) {
  const t = useTranslations("bookingSettings.basics");
  const { title, slug, description, location, is_active: isActive } = draft;
  // The address follows the name until somebody writes one, and never moves once it has been sent to people.
  const named = (next: string) =>
    onChange({ title: next, ...(isNew && slug === slugOf(title) && { slug: slugOf(next) }) });
  return (
    <Section id="basics" title={t("title")}>
      <Sheet>
        <FieldRow label={t("name")} hint={t("nameHint")} error={errorOf("title")}>
          {(control) => <Input {...control} value={title} onChange={(event) => named(event.target.value)} />}
        </FieldRow>
        <FieldRow
          label={t("slug")}
          hint={<span className="wrap-anywhere">{`${origin}/book/${slug || "…"}`}</span>}
          error={errorOf("slug")}
        >
          {(control) => (
            <Input
              {...control}
              autoCapitalize="none"
              spellCheck={false}
              value={slug}
              onChange={(event) => onChange({ slug: event.target.value.toLowerCase() })}
            />
          )}
        </FieldRow>
        <FieldRow label={t("description")} hint={t("descriptionHint")} error={errorOf("description")}>
          {(control) => (
            <textarea
              {...control}
              rows={3}
              className={`${controlClass} py-2`}
              value={description}
              onChange={(event) => onChange({ description: event.target.value })}
            />
          )}
        </FieldRow>
        <FieldRow label={t("place")} error={errorOf("location.text")}>
          {(control) => (
            <>
              <Select
                {...control}
                value={location.kind}
                onChange={(event) =>
                  onChange({ location: { ...location, kind: event.target.value as (typeof places)[number] } })
                }
              >
                {places.map((kind) => (
                  <option key={kind} value={kind}>
                    {t(`places.${kind}`)}
                  </option>
                ))}
              </Select>
              {(location.kind === "place" || location.kind === "phone") && (
                <Input
                  aria-label={t(`placeText.${location.kind}`)}
                  placeholder={t(`placeText.${location.kind}`)}
                  value={location.text}
                  onChange={(event) => onChange({ location: { ...location, text: event.target.value } })}
                />
              )}
            </>
          )}
        </FieldRow>
        <FieldRow label={t("active")} hint={t("activeHint")}>
          {(control) => (
            <span className="flex min-h-11 items-center tablet:min-h-9">
              <Switch
                {...control}
                checked={isActive}
                onChange={(event) => onChange({ is_active: event.target.checked })}
              />
            </span>
          )}
        </FieldRow>
      </Sheet>
    </Section>
  );
}
