import { findSealedEndpoint, noteEndpoint } from "@/server/db/notifications/endpoints";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { toWebhookSecret } from "./channels/sign-webhook";
import { requireEndpoint } from "./replay-delivery";
import { bothSignMs, openEndpoint, sealPart } from "./sealed-endpoint";

/**
 * S43. Both sign for a day. Whatever signed last until now is the old one, also when a change was still under way: who asks
 * twice within a day does not shut out a receiver that has taken up the first.
 */
export async function rotateSecret(
  deps: Deps,
  caller: Caller,
  id: string,
): Promise<{ secret: string; oldUntil: string }> {
  const person = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const where = { workspaceId: here.workspaceId, id };
  const now = deps.now();
  const secret = toWebhookSecret(deps.random(32));
  await deps.db.inWorkspace(here, async (tx) => {
    await requireEndpoint(tx, here, { person, id });
    const sealed = await findSealedEndpoint(tx, where);
    const old = sealed === null ? undefined : openEndpoint(deps, where, { ...sealed, now }).secrets.at(-1);
    if (old === undefined) throw new Problem("not_found");
    await noteEndpoint(tx, where, {
      secret: sealPart(deps, where, { column: "secret", text: old.reveal() }),
      nextSecret: sealPart(deps, where, { column: "next_secret", text: secret }),
      rotatedAt: now,
    });
    await recordAudit(tx, {
      ...{ workspaceId: here.workspaceId, actor: actorOf(caller), action: "notifications.secret_changed" },
      subject: { kind: "notification_endpoint", id },
    });
  });
  return { secret, oldUntil: new Date(now.getTime() + bothSignMs).toISOString() };
}
