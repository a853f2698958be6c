import { providerFacts } from "@/providers/catalog";
import type { ConnectionsShape } from "@/server/connections/shapes";

import { ids } from "./examples";

/** The first of the catalog: an example needs some name. */
const [shown] = providerFacts;
const named = { party: shown?.party ?? "", product: shown?.product ?? "" };
const at = "2026-11-21T09:00:00.000Z";

export const connectionExample = {
  id: "2f6e1c9a-4b7d-4e21-8c35-a90b1d2e3f60",
  userId: ids.alice,
  provider: shown?.id ?? "",
  ...named,
  accountEmail: "alice@meridian.test",
  authStatus: "active" as const,
  isPaused: false,
  connectedAt: at,
  calendarsListedAt: at,
  missing: null,
  mayWrite: true,
  canRevoke: true,
  counts: { calendars: 1, selected: 1 },
  calendars: [
    {
      id: "6a5b4c3d-2e1f-4098-8765-43210fedcb70",
      name: "Alice Berg",
      color: "#9fe1e7",
      timeZone: "Europe/Berlin",
      accessRole: "owner" as const,
      isPrimary: true,
      isGenerated: false,
      isSelected: true,
      isRetired: false,
      isPaused: false,
      windowPastDays: 30,
      windowFutureDays: 180,
      meetingsOnly: false,
      syncDirection: "two_way" as const,
    },
  ],
} satisfies ConnectionsShape["connections"][number];

export const connectionsExample: ConnectionsShape = {
  connections: [connectionExample],
  providers: [
    {
      id: shown?.id ?? "",
      ...named,
      isReady: true,
      canRevoke: true,
      asksFor: ["list_calendars", "read_events", "write_events", "free_busy"],
    },
  ],
};
