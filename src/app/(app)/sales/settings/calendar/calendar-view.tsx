"use client";

import type { ReactNode } from "react";
import { ConnectButton } from "@/features/connections/components/connect-button";
import { ConnectionMenu, ResumeButton } from "@/features/connections/components/connection-menu";
import { FirstRun } from "@/features/connections/components/first-run";
import { MissingNote } from "@/features/connections/components/missing-note";
import { ReconnectAtOnce } from "@/features/connections/components/reconnect-at-once";
import { ReconnectButton, ReconnectLink } from "@/features/connections/components/reconnect-button";
import type { Connection, Provider } from "@/features/connections/schema";
import { PushLine } from "@/features/push/components/push-line";
import { HealthView, type HealthParts } from "@/features/sync-health/components/health-view";
import type { Health } from "@/features/sync-health/schema";

type Props = {
  first: { body: Health; etag: string | null; atMs: number };
  connections: readonly Connection[];
  providers: readonly Provider[];
  message: ReactNode;
  /** Whoever came by the link of a mail wants this one reconnected. */
  reconnecting: string | null;
};

/** How calendars are doing, and what can be done with their connections: two features on one page. */
export function CalendarView({ first, connections, providers, message, reconnecting }: Props) {
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
          <PushLine
            account={{ userId: health.userId, connectionId, party: health.party, name }}
            calendars={health.calendars}
          />
        </>
      ),
    };
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
      }}
    />
  );
}
