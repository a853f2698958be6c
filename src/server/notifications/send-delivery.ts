import { nextSend } from "@/core/alerts/next-send";
import type { SendOutcome } from "@/core/ports/alert-channel";
import { composeBookingMail } from "@/server/booking/compose-booking-mail";
import { findAlert, type AlertRow } from "@/server/db/alerts/alerts";
import { listInstanceAdmins } from "@/server/db/alerts/instance";
import { findDelivery, noteDelivery, wasSent, type DeliveryRow } from "@/server/db/notifications/deliveries";
import { findSealedEndpoint, noteEndpoint, noteFailing } from "@/server/db/notifications/endpoints";
import { findAddress, type Address } from "@/server/db/notifications/preferences";
import type { Tx } from "@/server/db/open-database";
import { instanceWorkspaceId } from "@/server/db/tokens/instance-alerts";
import type { Deps } from "@/server/deps";
import { enqueueWork } from "@/server/work/enqueue";
import type { WorkHandler } from "@/server/work/handler";

import { channelAlarm, channelWorks } from "./channel-alarm";
import { httpChannels } from "./channels/catalog";
import { emailChannel } from "./channels/email";
import { composeDigest, loadDigest } from "./compose-digest";
import { composeMessage, footOf } from "./compose-message";
import { isReplay } from "./replay-delivery";
import { openEndpoint } from "./sealed-endpoint";
import { takeOtherWay } from "./take-other-way";
import { toLocale } from "./words";

type Place = { readonly workspaceId: string; readonly id: string };
type Send = () => Promise<SendOutcome>;

const gone: SendOutcome = { do: "failed", code: "receiver_gone", isLasting: true };

/**
 * Carries one message out, outside of any transaction, and stores how that ended. Sent twice after a crash it has the same
 * id. It plans its own next try; after some failures, or one for good, another way is taken (F95, F96).
 */
export const sendDelivery: WorkHandler<"delivery.send"> = async (deps, { workspaceId, payload }) => {
  const place = { workspaceId, id: payload.deliveryId };
  const prepared = await deps.db.inWorkspace(place, (tx) => prepare(tx, deps, place));
  if (prepared === null) return;
  const outcome = await prepared.send();
  await deps.db.inWorkspace(place, (tx) => store(tx, deps, { place, row: prepared.row, outcome }));
  if (outcome.do === "sent") await channelWorks(deps, prepared.row.channel);
  else if (prepared.row.attempts + 1 >= 3) await channelAlarm(deps, prepared.row.channel, outcome.code);
};

/** A test: somebody waits for how it ends, and it is not tried again. */
export async function deliverOnce(deps: Deps, place: Place): Promise<SendOutcome> {
  const prepared = await deps.db.inWorkspace(place, (tx) => prepare(tx, deps, place));
  if (prepared === null) return gone;
  const outcome = await prepared.send();
  const given = {
    place,
    row: prepared.row,
    outcome: outcome.do === "sent" ? outcome : { ...outcome, isLasting: true },
  };
  await deps.db.inWorkspace(place, (tx) => store(tx, deps, given));
  return outcome;
}

/** Null: there is nothing to send any more. */
async function prepare(tx: Tx, deps: Deps, place: Place): Promise<{ row: DeliveryRow; send: Send } | null> {
  const row = await findDelivery(tx, place);
  if (row?.state !== "pending") return null;
  const alerts = row.kind === "digest" ? await loadDigest(tx, { ...place, row }, deps.now()) : null;
  if (alerts?.length === 0 || (await isSuperfluous(tx, place, row))) {
    await noteDelivery(tx, place, { state: "suppressed" });
    return null;
  }
  if (row.kind === "booking") return prepareBooking(tx, deps, { place, row });
  return { row, send: await wayOf(tx, deps, { place, row, alerts }) };
}

async function prepareBooking(
  tx: Tx,
  deps: Deps,
  { place, row }: Given,
): Promise<{ row: DeliveryRow; send: Send } | null> {
  const mail = await composeBookingMail(tx, deps, { place, row });
  if (mail !== null) {
    const { message, to, calendar } = mail;
    return { row, send: () => emailChannel(deps).send(message, { ...to, calendar }) };
  }
  await noteDelivery(tx, place, { state: "suppressed" });
  return null;
}

/** It is over before anybody was told that it began; or nobody was told that it began. */
async function isSuperfluous(tx: Tx, { workspaceId }: Place, row: DeliveryRow): Promise<boolean> {
  if (row.alertId === null || isReplay(row)) return false;
  if (row.kind === "resolved") return !(await wasSent(tx, { workspaceId, ...row }));
  const alert = await findAlert(tx, { workspaceId, id: row.alertId });
  return alert === null || alert.resolvedAt !== null;
}

type Given = { readonly place: Place; readonly row: DeliveryRow };
type Composed = Given & { readonly alerts: readonly AlertRow[] | null };

async function wayOf(tx: Tx, deps: Deps, { place, row, alerts }: Composed): Promise<Send> {
  const person = await findPerson(tx, { place, row });
  const locale = toLocale(person?.locale ?? "");
  const message = alerts === null ? composeMessage(deps, row, locale) : composeDigest(deps, row, { alerts, locale });
  if (row.channel === "email") {
    if (person === null) return () => Promise.resolve(gone);
    const to = { name: person.name, email: person.email, ...footOf(deps, locale) };
    return () => emailChannel(deps).send(message, to);
  }
  const channel = httpChannels.find(({ id }) => id === row.channel)?.open(deps);
  const where = { workspaceId: place.workspaceId, id: row.endpointId ?? "" };
  const sealed = row.endpointId === null ? null : await findSealedEndpoint(tx, where);
  if (channel === undefined || sealed === null) return () => Promise.resolve(gone);
  const endpoint = openEndpoint(deps, where, { ...sealed, now: deps.now() });
  return () => channel.send(message, endpoint);
}

/** Who gets it; null for an address of the whole team, and for somebody who is not there any more. */
async function findPerson(tx: Tx, { place, row }: Given): Promise<Omit<Address, "timeZone"> | null> {
  const { userId } = row;
  if (userId === null) return null;
  if (place.workspaceId !== instanceWorkspaceId) return findAddress(tx, { workspaceId: place.workspaceId, userId });
  return (await listInstanceAdmins(tx)).find(({ user_id: id }) => id === userId) ?? null;
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
  if (next.takeOtherWay && row.alertId !== null) await takeOtherWay(tx, deps, { workspaceId: place.workspaceId, row });
}
