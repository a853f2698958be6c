"use client";

import { useTranslations } from "next-intl";
import { useCallback, useMemo, useState, type ReactNode } from "react";
import { ContactMark, ContactProvider, useLiveQuery } from "@/components/live/live-query";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/sheet";
import { StripLegend } from "@/components/ui/strip-bar";
import {
  healthPath,
  isBusy,
  newsPath,
  urgency,
  type BookingEffect,
  type ConnectionHealth,
  type Health,
  type PastDays,
  type SpoiltPages,
} from "../schema";
import { Announcements } from "./announcements";
import { BookingNotes, LooseNotes, type Mend } from "./booking-notes";
import type { Verdict } from "./choose-verdict";
import { CardNotes } from "./card-notes";
import { ConnectionCard, type CardParts } from "./connection-card";
import { DecideButton } from "./decide-button";
import { spoiltBy } from "./gather-spoilt";
import { HealthDialogs, type Opened } from "./health-dialogs";
import { HealthSummary } from "./health-summary";
import { NextMeetings } from "./next-meetings";
import { ReadItems } from "./read-items";
import { useRead } from "./use-read";
import { useResync } from "./use-resync";
import { VerdictBanner } from "./verdict-banner";

export type HealthParts = {
  /** In the head of the page, once something is connected. */
  connect: ReactNode;
  /** Instead of everything else while nothing is connected. */
  empty: ReactNode;
  card: (connection: ConnectionHealth, page: { onChanged: () => void; menuItems?: ReactNode }) => CardParts;
  /** How a calendar that spoils booking pages is mended; null where its page has to be changed and the person may not. */
  mend: (spoilt: SpoiltPages, page: { onChanged: () => void }) => ReactNode;
  changePages: (pages: readonly BookingEffect[]) => ReactNode;
};

type Props = { first: { body: Health; etag: string | null; atMs: number }; parts: HealthParts; message?: ReactNode };

const PAST_EVERY_MS = 5 * 60_000;

/** Cards that need the person come first on load, and stay in place until the next one. */
function useOrder(syncs: readonly ConnectionHealth[]): readonly ConnectionHealth[] {
  const [order] = useState(() => {
    const rank = (connection: ConnectionHealth) => urgency(connection) ?? syncs.length + 2;
    return [...syncs].sort((one, other) => rank(one) - rank(other)).map(({ connectionId }) => connectionId);
  });
  const place = ({ connectionId }: ConnectionHealth) => {
    const at = order.indexOf(connectionId);
    return at === -1 ? order.length : at;
  };
  return [...syncs].sort((one, other) => place(one) - place(other));
}

export function HealthView({ first, parts, message }: Props) {
  const t = useTranslations("calendar");
  const { body: health, contact, refresh } = useLiveQuery<Health>({ path: healthPath, newsPath, first, isBusy });
  const onChanged = useCallback(() => void refresh(), [refresh]);
  const { resync, isAsking } = useResync(onChanged);
  const syncs = useOrder(health.syncs);
  const { data: past } = useRead<PastDays>("/api/v1/calendar/health/days", { refetchEveryMs: PAST_EVERY_MS });
  const [opened, setOpened] = useState<Opened | null>(null);
  const openRuns = useCallback((calendarId: string) => setOpened({ kind: "runs", calendarId }), []);
  const actions = useMemo(() => ({ resync, isAsking, openRuns }), [resync, isAsking, openRuns]);

  /** The first button that helps, where somebody has to do something. */
  const actionFor = (verdict: Verdict): ReactNode => {
    if (verdict.kind === "reconnect") return parts.card(verdict.first, { onChanged }).repair;
    if (verdict.kind !== "held") return null;
    const { calendar, first: connection } = verdict;
    return <DecideButton onDecide={() => setOpened({ kind: "held", calendar, party: connection.party })} />;
  };

  const mend: Mend = (spoilt) => {
    const { calendarId, action } = spoilt.calendar;
    if (action.id !== "resync") return parts.mend(spoilt, { onChanged });
    return (
      <button type="button" className="link" onClick={() => resync({ target: { calendarId }, way: "everything" })}>
        {t("bookingPages.read")}
      </button>
    );
  };
  const loose = <LooseNotes health={health} mend={mend} changePages={parts.changePages} />;

  if (syncs.length === 0)
    return (
      <>
        <PageHeader title={t("title")} />
        {message}
        {loose}
        {parts.empty}
      </>
    );
  return (
    <ContactProvider contact={contact}>
      <PageHeader title={t("title")}>
        <ContactMark />
        {parts.connect}
      </PageHeader>
      {message}
      <Announcements health={health} />
      <VerdictBanner health={health} action={actionFor}>
        <HealthSummary health={health} />
      </VerdictBanner>
      {loose}
      <Section id="accounts" title={t("accounts")} note={<StripLegend />}>
        <div className="grid gap-5">
          {syncs.map((connection) => {
            const { byTrouble, byCalendar } = spoiltBy(connection, health.bookingPages ?? []);
            return (
              <ConnectionCard
                key={connection.connectionId}
                connection={connection}
                past={past?.connections.find(({ connectionId }) => connectionId === connection.connectionId)}
                actions={{
                  ...actions,
                  decide: (calendar) => setOpened({ kind: "held", calendar, party: connection.party }),
                }}
                parts={parts.card(connection, {
                  onChanged,
                  menuItems: <ReadItems connection={connection} syncs={syncs} resync={resync} />,
                })}
                pages={byTrouble}
                notes={
                  <>
                    <BookingNotes spoilt={byCalendar} mend={mend} />
                    <CardNotes connection={connection} open={setOpened} />
                  </>
                }
              />
            );
          })}
        </div>
      </Section>
      <NextMeetings />
      <HealthDialogs health={health} opened={opened} onClose={() => setOpened(null)} onChanged={onChanged} />
    </ContactProvider>
  );
}
