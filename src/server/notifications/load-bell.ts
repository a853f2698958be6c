import { z } from "zod";

import { severities } from "@/core/alerts/alert";
import { countUnread, listBell, markRead, type BellRow } from "@/server/db/notifications/deliveries";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";
import { namesOf } from "@/server/health/to-evidence";
import { Problem } from "@/server/http/problem";
import { requireSelf, type Caller, type Person } from "@/server/people/person";

import { evidence, type BellShape } from "./shapes";

const payload = z
  .object({
    ruleId: z.string().nullable().default(null),
    severity: z.enum(severities).nullable().default(null),
    evidence: evidence.default({}),
    provider: z.string().optional(),
  })
  .catch({ ruleId: null, severity: null, evidence: {} });

function toShape(row: BellRow): BellShape["notifications"][number] {
  const { ruleId, severity, evidence: figures, provider = figures.provider } = payload.parse(row.payload);
  return {
    ...{ id: row.id, kind: row.kind, at: row.createdAt.toISOString(), isRead: row.readAt !== null },
    ...{ alertId: row.alertId, ruleId, severity, evidence: figures },
    product: typeof provider === "string" ? namesOf(provider).product : "",
  };
}

/** One's own, here; who looks after the instance also sees what concerns all. */
function placesOf(person: Person): string[] {
  const places = person.workspace === null ? [] : [person.workspace.id];
  if (person.isInstanceAdmin) places.push(instanceWorkspaceId);
  if (places.length === 0) throw new Problem("no_workspace");
  return places;
}

export async function loadBell(deps: Deps, caller: Caller, limit: number): Promise<BellShape> {
  const person = requireSelf(caller);
  const userId = person.user.id;
  const parts = await Promise.all(
    placesOf(person).map((workspaceId) =>
      deps.db.inWorkspace({ workspaceId, userId }, async (tx) => ({
        unread: await countUnread(tx, { workspaceId, userId }),
        rows: await listBell(tx, { workspaceId, userId, limit }),
      })),
    ),
  );
  const rows = parts.flatMap((part) => part.rows).toSorted((a, b) => b.createdAt.getTime() - a.createdAt.getTime());
  return {
    unread: parts.reduce((sum, { unread }) => sum + unread, 0),
    notifications: rows.slice(0, limit).map(toShape),
  };
}

/** `upTo`: the newest that the person has seen, so that what arrives meanwhile stays unread. */
export async function readBell(deps: Deps, caller: Caller, upTo: string): Promise<{ unread: number }> {
  const person = requireSelf(caller);
  const userId = person.user.id;
  const now = deps.now();
  const left = await Promise.all(
    placesOf(person).map((workspaceId) =>
      deps.db.inWorkspace({ workspaceId, userId }, async (tx) => {
        await markRead(tx, { workspaceId, userId, upTo: new Date(upTo), now });
        return countUnread(tx, { workspaceId, userId });
      }),
    ),
  );
  return { unread: left.reduce((sum, count) => sum + count, 0) };
}
