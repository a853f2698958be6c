"use client";

import { useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { ChooseLink } from "@/features/connections/components/choose-link";
import { ConnectButton } from "@/features/connections/components/connect-button";
import { ConnectionMenu, ResumeButton } from "@/features/connections/components/connection-menu";
import { FirstRun } from "@/features/connections/components/first-run";
import { MissingNote } from "@/features/connections/components/missing-note";
import { ReadsOnlyLine } from "@/features/connections/components/reads-only-line";
import { ReconnectAtOnce } from "@/features/connections/components/reconnect-at-once";
import { ReconnectButton, ReconnectLink } from "@/features/connections/components/reconnect-button";
import type { Connection, Provider } from "@/features/connections/schema";
import { PushLine } from "@/features/push/components/push-line";
import { HealthView, type HealthParts } from "@/features/sync-health/components/health-view";
import type { BookingEffect, Health } from "@/features/sync-health/schema";

type Props = {
  first: { body: Health; etag: string | null; atMs: number };
  connections: readonly Connection[];
  providers: readonly Provider[];
  message: ReactNode;
  /** Whoever came by the link of a mail wants this one reconnected. */
  reconnecting: string | null;
  /** May change booking pages. */
  isManager: boolean;
  /** Whether providers can tell this instance of changes. */
  isReachable: boolean;
};

/** How calendars are doing, and what can be done with their connections: two features on one page. */
export function CalendarView({ first, connections, providers, message, reconnecting, isManager, isReachable }: Props) {
  const card: HealthParts["card"] = (health, { onChanged, menuItems }) => {
    const connection = connections.find(({ id }) => id === health.connectionId);
    const { provider, product, connectionId } = health;
    const name = health.accountEmail ?? product;
    return {
      repair: <ReconnectButton provider={provider} product={product} connectionId={connectionId} wide />,
      resume: connection && <ResumeButton connection={connection} name={name} onChanged={onChanged} />,
      menu: connection && (
        <ConnectionMenu connection={connection} name={name} events={health.metrics.eventsSynced} onChanged={onChanged}>
          {menuItems}
        </ConnectionMenu>
      ),
      note: connection && (
        <>
          <MissingNote
            connection={connection}
            action={<ReconnectLink provider={provider} product={product} connectionId={connectionId} />}
          />
          <ReadsOnlyLine connection={connection} />
          <PushLine
            account={{ userId: health.userId, connectionId, party: health.party, name }}
            calendars={health.calendars}
            isReachable={isReachable}
          />
        </>
      ),
    };
  };
  const changePages: HealthParts["changePages"] = (pages) => <ChangePages pages={pages} isManager={isManager} />;
  const mend: HealthParts["mend"] = ({ calendar, pages }, { onChanged }) => {
    const { provider, product, connectionId, action } = calendar;
    const connection = connections.find(({ id }) => id === connectionId);
    if (action.id === "reconnect") return <ReconnectLink {...{ provider, product, connectionId }} />;
    if (action.id === "connect") return <ReconnectLink {...{ provider, product }} />;
    if (action.id === "choose") return connection && <ChooseLink connection={connection} onChanged={onChanged} />;
    return action.id === "change_page" ? changePages(pages) : null;
  };
  const stopped = first.body.syncs.find(
    ({ connectionId, state }) => connectionId === reconnecting && state === "needs_reconnecting",
  );
  return (
    <HealthView
      first={first}
      message={
        stopped ? (
          <ReconnectAtOnce provider={stopped.provider} product={stopped.product} connectionId={stopped.connectionId} />
        ) : (
          message
        )
      }
      parts={{
        connect: <ConnectButton providers={providers} />,
        empty: <FirstRun providers={providers} />,
        card,
        mend,
        changePages,
      }}
    />
  );
}

/** Where a page is told to do without a calendar: managers may, others know whom to ask. */
function ChangePages({ pages, isManager }: { pages: readonly BookingEffect[]; isManager: boolean }) {
  const t = useTranslations("calendar.bookingPages");
  const [page] = pages;
  if (!isManager) return <span>{t("askManager")}</span>;
  const only = pages.length === 1 && page ? `?edit=${page.configurationId}` : "";
  return (
    <Link href={`/settings/booking${only}`} prefetch={false} className="link">
      {t("change")}
    </Link>
  );
}
