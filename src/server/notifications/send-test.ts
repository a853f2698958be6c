import { randomUUID } from "node:crypto";

import { findEndpoint } from "@/server/db/notifications/endpoints";
import { addDeliveries, findByKeys } from "@/server/db/notifications/deliveries";
import type { Deps } from "@/server/deps";

import { Problem } from "@/server/http/problem";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { deliverOnce } from "./send-delivery";
import type { TestResult } from "./settings-shapes";

type Asked = { readonly channel: string; readonly endpointId?: string | null | undefined };

/** By the way a real message would take, at once, so that one sees whether it arrives. It is not tried again. */
export async function sendTest(deps: Deps, caller: Caller, { channel, endpointId = null }: Asked): Promise<TestResult> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const { workspaceId } = here;
  const now = deps.now();
  const dedupeKey = `test:${randomUUID()}`;
  const id = await deps.db.inWorkspace(here, async (tx) => {
    if (endpointId !== null) {
      const found = await findEndpoint(tx, { workspaceId, id: endpointId });
      const isThere = found?.channel === channel && (found.userId === null || found.userId === person.user.id);
      if (!isThere) throw new Problem("not_found");
    }
    await addDeliveries(tx, [
      {
        ...{ workspaceId, userId: person.user.id, channel, endpointId, kind: "test", state: "pending", createdAt: now },
        ...{ dedupeKey, payload: { severity: "low" } },
      },
    ]);
    return (await findByKeys(tx, workspaceId, [dedupeKey]))[0]?.id ?? "";
  });
  const outcome = await deliverOnce(deps, { workspaceId, id });
  return outcome.do === "sent" ? { state: "sent", code: null } : { state: "failed", code: outcome.code };
}
