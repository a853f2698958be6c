import type { WayOut } from "@/core/alerts/choose-deliveries";
import { listEndpoints } from "@/server/db/notifications/endpoints";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";

import { httpChannels } from "./channels/catalog";

type Whose = { readonly workspaceId: string; readonly userId: string | null };

/** What is open: mail where a server is set, and the addresses of a person, or of the team where none is named. */
export async function listWays(tx: Tx, { env }: Deps, { workspaceId, userId }: Whose): Promise<WayOut[]> {
  const endpoints = (await listEndpoints(tx, { workspaceId, userId })).filter(
    (row) => row.userId === userId && row.disabledAt === null,
  );
  const out = endpoints.flatMap(({ id, channel }) => {
    const known = httpChannels.find((each) => each.id === channel);
    return known === undefined ? [] : [{ channel: known.id, endpointId: id }];
  });
  return env.messaging.mail === null ? out : [{ channel: "email", endpointId: null }, ...out];
}
