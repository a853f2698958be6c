import type { Message, SendOutcome } from "@/core/ports/alert-channel";
import { dayMs } from "@/core/time/wall-time";
import { findSealedEndpoint, findUntested, noteEndpoint, noteFailing } from "@/server/db/notifications/endpoints";
import type { Deps } from "@/server/deps";
import { enqueueWork } from "@/server/work/enqueue";
import type { WorkHandler } from "@/server/work/handler";

import { httpChannels } from "./channels/catalog";
import { openEndpoint } from "./sealed-endpoint";
import { mailTexts } from "./words";

const batch = 200;

/** MON-5. Every address that nothing went to for a day is tried, so that a broken way is noticed before it is needed. */
export async function planEndpointTests({ db, now }: Pick<Deps, "db" | "now">): Promise<void> {
  const dueAt = now();
  const before = new Date(dueAt.getTime() - dayMs);
  const untested = await db.outsideWorkspace((tx) => findUntested(tx, { before, limit: batch }));
  for (const { workspaceId, endpointId } of untested)
    await db.inWorkspace({ workspaceId }, (tx) =>
      enqueueWork(tx, "endpoint.test", { endpointId }, { workspaceId, dueAt }),
    );
}

/** What a machine that listens is sent: signed like everything, so that a receiver with an old secret is noticed too. */
function selfTest({ env, now }: Deps, endpointId: string): Message {
  const say = mailTexts("en");
  const at = now();
  return {
    ...{ id: `self_test_${endpointId}_${at.getTime()}`, kind: "self_test", severity: "low", at, todo: "", data: {} },
    ...{ title: say("selfTestTitle"), body: say("selfTestBody") },
    link: { label: say("seeDaykeeper"), href: env.origin },
  };
}

export const testEndpoint: WorkHandler<"endpoint.test"> = async (deps, { workspaceId, payload }) => {
  const where = { workspaceId, id: payload.endpointId };
  const sealed = await deps.db.inWorkspace(where, (tx) => findSealedEndpoint(tx, where));
  const channel = httpChannels.find(({ id }) => id === sealed?.channel)?.open(deps);
  if (sealed === null || channel === undefined) return;
  const endpoint = openEndpoint(deps, where, { ...sealed, now: deps.now() });
  const { probe, send } = channel;
  const outcome: SendOutcome = await (probe?.(endpoint) ?? send(selfTest(deps, where.id), endpoint));
  const now = deps.now();
  await deps.db.inWorkspace(where, async (tx) => {
    await noteEndpoint(tx, where, { testedAt: now, ...(outcome.do === "sent" ? { failingSince: null } : {}) });
    if (outcome.do === "failed")
      await noteFailing(tx, where, { now, code: outcome.code, isOver: outcome.code === "http_410" });
  });
};
