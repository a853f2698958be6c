"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { BookingEffect } from "../schema";

type Props = {
  pages: readonly BookingEffect[];
  /** The account that is spoken of, where it has several calendars: then those are named that spoil the page. */
  among?: string | undefined;
};

/** What it means for visitors of the person's booking pages: one line for each. */
export function PageEffects({ pages, among }: Props) {
  const t = useTranslations("calendar.bookingPages");
  const { list } = useFormatter();
  if (pages.length === 0) return null;
  return (
    <ul aria-label={t("title")} className="mt-1.5 grid gap-1">
      {pages.map(({ configurationId, title, url, effect, calendars }) => (
        <li key={configurationId} className="wrap-anywhere">
          {t.rich(`effects.${effect}`, {
            page: () => (
              <a href={url} target="_blank" rel="noopener" className="link">
                {title}
              </a>
            ),
          })}{" "}
          {among !== undefined &&
            t.rich("because.these", { names: list(namesIn(among, calendars)), b: (text) => <b>{text}</b> })}
        </li>
      ))}
    </ul>
  );
}

const namesIn = (connectionId: string, calendars: BookingEffect["calendars"]) =>
  calendars.flatMap((each) => (each.connectionId === connectionId && each.name !== null ? [each.name] : []));
