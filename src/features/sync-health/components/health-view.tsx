"use client";

import { useTranslations } from "next-intl";
import { useCallback, useState, type ReactNode } from "react";
import { ContactMark, ContactProvider, useLiveQuery } from "@/components/live/live-query";
import { PageHeader } from "@/components/ui/page-header";
import { Section } from "@/components/ui/sheet";
import { StripLegend } from "@/components/ui/strip-bar";
import { isBusy, type ConnectionHealth, type Health } from "../schema";
import { Announcements } from "./announcements";
import type { Verdict } from "./choose-verdict";
import { ConnectionCard, type CardParts } from "./connection-card";
import { HealthSummary } from "./health-summary";
import { useResync } from "./use-resync";
import { VerdictBanner } from "./verdict-banner";

export type HealthParts = {
  /** In the head of the page, once something is connected. */
  connect: ReactNode;
  /** Instead of everything else while nothing is connected. */
  empty: ReactNode;
  card: (connection: ConnectionHealth, onChanged: () => void) => CardParts;
};

type Props = { first: { body: Health; etag: string | null; atMs: number }; parts: HealthParts; message?: ReactNode };

const path = "/api/calendar/health";
const worst: readonly ConnectionHealth["state"][] = ["needs_reconnecting", "disabled"];

/** Cards that need the person come first on load, and stay in place until the next one. */
function useOrder(syncs: readonly ConnectionHealth[]): readonly ConnectionHealth[] {
  const [order] = useState(() => {
    const rank = ({ state }: ConnectionHealth) => (worst.includes(state) ? 0 : 1);
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
  const { body: health, contact, refresh } = useLiveQuery<Health>({ path, first, isBusy });
  const onChanged = useCallback(() => void refresh(), [refresh]);
  const { resync, isAsking } = useResync(onChanged);
  const syncs = useOrder(health.syncs);
  const [, setRunsOf] = useState<string | null>(null);
  const actions = { resync, isAsking, openRuns: setRunsOf };

  const bannerAction = (verdict: Verdict) =>
    verdict.kind === "reconnect" ? parts.card(verdict.first, onChanged).repair : null;

  if (syncs.length === 0)
    return (
      <>
        <PageHeader title={t("title")} />
        {message}
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
      <VerdictBanner health={health} action={bannerAction}>
        <HealthSummary health={health} />
      </VerdictBanner>
      <Section id="accounts" title={t("accounts")} note={<StripLegend />}>
        <div className="grid gap-5">
          {syncs.map((connection) => (
            <ConnectionCard
              key={connection.connectionId}
              connection={connection}
              actions={actions}
              parts={parts.card(connection, onChanged)}
            />
          ))}
        </div>
      </Section>
    </ContactProvider>
  );
}
