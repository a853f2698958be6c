"use client";

import { CalendarX2 } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { DateTime } from "@/components/ui/date-time";
import { Note } from "@/components/ui/note";
import type { BookingEffect, Health, SpoiltPages } from "../schema";
import { spoiltByNone } from "./gather-spoilt";
import { PageEffects } from "./page-effects";

/** The way to mend it, from whoever can; nothing where only somebody else can, or the head of the card does. */
export type Mend = (spoilt: SpoiltPages) => ReactNode;

/** A calendar that cannot be looked at, since when, and what that does to the person's booking pages. */
export function BookingNotes({ spoilt, mend }: { spoilt: readonly SpoiltPages[]; mend: Mend }) {
  const t = useTranslations("calendar");
  return spoilt.map(({ calendar, pages }) => {
    const { calendarId, because, party, name, since } = calendar;
    return (
      <Note key={`page-${calendarId}`} icon={<CalendarX2 />} action={mend({ calendar, pages })}>
        {t.rich(`bookingPages.because.${because}`, {
          ...{ party, name: name ?? t("calendars.unnamed") },
          b: (text) => <b>{text}</b>,
        })}{" "}
        {since !== null && t.rich("bookingPages.since", { at: () => <DateTime at={since} /> })}
        <PageEffects pages={pages} />
      </Note>
    );
  });
}

type LooseProps = { health: Health; mend: Mend; changePages: (pages: readonly BookingEffect[]) => ReactNode };

/** What no card can say: the account of a calendar was disconnected, or no calendar is left on a page. */
export function LooseNotes({ health, mend, changePages }: LooseProps) {
  const { byCalendar, bare } = spoiltByNone(health);
  if (byCalendar.length + bare.length === 0) return null;
  return (
    <div className="my-5 grid gap-2">
      <BookingNotes spoilt={byCalendar} mend={mend} />
      {bare.length > 0 && (
        <Note icon={<CalendarX2 />} action={changePages(bare)} className="[&_ul]:mt-0">
          <PageEffects pages={bare} />
        </Note>
      )}
    </div>
  );
}
