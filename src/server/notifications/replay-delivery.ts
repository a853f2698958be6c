import { z } from "zod";

import { findDelivery, listDeliveriesTo, noteDelivery, type DeliveryRow } from "@/server/db/notifications/deliveries";
import { findEndpoint } from "@/server/db/notifications/endpoints";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller, type Here, type Person } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";
import { enqueueWork } from "@/server/work/enqueue";

import type { SentShape } from "./settings-shapes";

const marked = z.object({ isReplay: z.literal(true) });
/** Asked for by somebody who wants it whatever has become of its cause. */
export const isReplay = ({ payload }: Pick<DeliveryRow, "payload">): boolean => marked.safeParse(payload).success;

/** One's own address; those of the team are an admin's. */
export async function requireEndpoint(tx: Tx, here: Here, { person, id }: { person: Person; id: string | null }) {
  const found = id === null ? null : await findEndpoint(tx, { workspaceId: here.workspaceId, id });
  const isMine = found?.userId === person.user.id;
  if (found === null || (!isMine && !(found.userId === null && includesRole(person.role, "admin"))))
    throw new Problem("not_found");
  return found;
}

const shown = 50;

export async function loadSent(deps: Deps, caller: Caller, id: string): Promise<SentShape[]> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  return deps.db.inWorkspace(here, async (tx) => {
    await requireEndpoint(tx, here, { person, id });
    const rows = await listDeliveriesTo(tx, { workspaceId: here.workspaceId, endpointId: id, limit: shown });
    return rows.map(({ createdAt, sentAt, ...row }) => ({
      ...{ id: row.id, kind: row.kind, state: row.state, attempts: row.attempts, errorCode: row.errorCode },
      ...{ at: createdAt.toISOString(), sentAt: sentAt?.toISOString() ?? null },
    }));
  });
}

/** S43. Under the same id, so that a receiver that took it already knows; from the start of the schedule. */
export async function replayDelivery(deps: Deps, caller: Caller, id: string): Promise<{ id: string }> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const place = { workspaceId: here.workspaceId, id };
  await deps.db.inWorkspace(here, async (tx) => {
    const row = await findDelivery(tx, place);
    await requireEndpoint(tx, here, { person, id: row?.endpointId ?? null });
    const payload = { ...(typeof row?.payload === "object" ? row.payload : {}), isReplay: true };
    await noteDelivery(tx, place, { state: "pending", attempts: 0, errorCode: null, payload });
    await enqueueWork(tx, "delivery.send", { deliveryId: id }, { ...place, dueAt: deps.now(), priority: 1 });
    await recordAudit(tx, {
      ...{ workspaceId: here.workspaceId, actor: actorOf(caller), action: "notifications.replayed" },
      subject: { kind: "notification_delivery", id },
    });
  });
  return { id };
}
