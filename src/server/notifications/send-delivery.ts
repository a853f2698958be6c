import { nextSend } from "@/core/alerts/next-send";
import type { SendOutcome } from "@/core/ports/alert-channel";
import { findAlert } from "@/server/db/alerts/alerts";
import { listInstanceAdmins } from "@/server/db/alerts/instance";
import { findDelivery, noteDelivery, wasSent, type DeliveryRow } from "@/server/db/notifications/deliveries";
import { findSealedEndpoint, noteEndpoint, noteFailing } from "@/server/db/notifications/endpoints";
import { findAddress } from "@/server/db/notifications/preferences";
import type { Tx } from "@/server/db/open-database";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";
import { enqueueWork } from "@/server/work/enqueue";
import type { WorkHandler } from "@/server/work/handler";

import { channelAlarm, channelWorks } from "./channel-alarm";
import { httpChannels } from "./channels/catalog";
import { emailChannel, type MailTo } from "./channels/email";
import { composeMessage, settingsLineOf, whyLine } from "./compose-message";
import { openEndpoint } from "./sealed-endpoint";
import { takeOtherWay } from "./take-other-way";

type Place = { readonly workspaceId: string; readonly id: string };
type Send = () => Promise<SendOutcome>;

const gone: SendOutcome = { do: "failed", code: "receiver_gone", isLasting: true };

/**
 * Carries one message out, outside of any transaction, and stores how that ended. Sent twice after a crash it has the same
 * id. It plans its own next try; after some failures, or one for good, another way is taken (F95, F96).
 */
export const sendDelivery: WorkHandler<"delivery.send"> = async (deps, { workspaceId, payload }) => {
  const place = { workspaceId, id: payload.deliveryId };
  const prepared = await deps.db.inWorkspace({ workspaceId }, (tx) => prepare(tx, deps, place));
  if (prepared === null) return;
  const outcome = await prepared.send();
  await deps.db.inWorkspace({ workspaceId }, (tx) => store(tx, deps, { place, row: prepared.row, outcome }));
  if (outcome.do === "sent") await channelWorks(deps, prepared.row.channel);
  else if (prepared.row.attempts + 1 >= 3) await channelAlarm(deps, prepared.row.channel, outcome.code);
};

/** Null: there is nothing to send any more. */
async function prepare(tx: Tx, deps: Deps, place: Place): Promise<{ row: DeliveryRow; send: Send } | null> {
  const row = await findDelivery(tx, place);
  if (row?.state !== "pending") return null;
  if (await isSuperfluous(tx, place, row)) {
    await noteDelivery(tx, place, { state: "suppressed" });
    return null;
  }
  return { row, send: await wayOf(tx, deps, { place, row }) };
}

/** It is over before anybody was told that it began; or nobody was told that it began. */
async function isSuperfluous(tx: Tx, { workspaceId }: Place, row: DeliveryRow): Promise<boolean> {
  if (row.alertId === null) return false;
  if (row.kind === "resolved") return !(await wasSent(tx, { workspaceId, ...row }));
  const alert = await findAlert(tx, { workspaceId, id: row.alertId });
  return alert === null || alert.resolvedAt !== null;
}

type Given = { readonly place: Place; readonly row: DeliveryRow };

async function wayOf(tx: Tx, deps: Deps, { place, row }: Given): Promise<Send> {
  const message = composeMessage(deps, row);
  if (row.channel === "email") {
    const to = await findMailTo(tx, deps, { place, row });
    return to === null ? () => Promise.resolve(gone) : () => emailChannel(deps).send(message, to);
  }
  const channel = httpChannels.find(({ id }) => id === row.channel)?.open(deps);
  const where = { workspaceId: place.workspaceId, id: row.endpointId ?? "" };
  const sealed = row.endpointId === null ? null : await findSealedEndpoint(tx, where);
  if (channel === undefined || sealed === null) return () => Promise.resolve(gone);
  const endpoint = openEndpoint(deps, where, sealed);
  return () => channel.send(message, endpoint);
}

async function findMailTo(tx: Tx, deps: Deps, { place, row }: Given): Promise<MailTo | null> {
  const { userId } = row;
  if (userId === null) return null;
  const lines = { why: whyLine(), settings: settingsLineOf(deps) };
  if (place.workspaceId !== instanceWorkspaceId) {
    const address = await findAddress(tx, { workspaceId: place.workspaceId, userId });
    return address && { name: address.name, email: address.email, ...lines };
  }
  const admin = (await listInstanceAdmins(tx)).find(({ user_id: id }) => id === userId);
  return admin === undefined ? null : { name: admin.name, email: admin.email, ...lines };
}

async function store(tx: Tx, deps: Deps, { place, row, outcome }: Given & { outcome: SendOutcome }): Promise<void> {
  const now = deps.now();
  const endpoint = row.endpointId === null ? null : { workspaceId: place.workspaceId, id: row.endpointId };
  if (outcome.do === "sent") {
    await noteDelivery(tx, place, { state: "sent", sentAt: now, attempts: row.attempts + 1, errorCode: null });
    if (endpoint !== null) await noteEndpoint(tx, endpoint, { verifiedAt: now, failingSince: null });
    return;
  }
  const failures = row.attempts + 1;
  const { code, isLasting } = outcome;
  const next = nextSend({ failures, isLasting }, { now, random: deps.chance });
  const state = next.againAt === null ? "failed" : "pending";
  await noteDelivery(tx, place, { attempts: failures, errorCode: code, state });
  if (endpoint !== null) await noteFailing(tx, endpoint, { now, code, isOver: code === "http_410" });
  if (next.againAt !== null)
    await enqueueWork(tx, "delivery.send", { deliveryId: place.id }, { ...place, dueAt: next.againAt });
  if (next.takeOtherWay) await takeOtherWay(tx, deps, { workspaceId: place.workspaceId, row });
}
