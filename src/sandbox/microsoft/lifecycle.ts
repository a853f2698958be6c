import type { Calendar } from "../world/calendar";
import type { EventRecord } from "../world/event";
import { writeItemId } from "./item-ids";
import type { Office } from "./office";
import { etagOf } from "./render-event";
import {
  isGranted,
  isLive,
  subscriptionsOf,
  watches,
  type Change,
  type ChangeType,
  type LifecycleEvent,
  type Subscription,
} from "./subscription";
import { writeTimestamp } from "./wire-times";

const warningMs = 15 * 60_000;
const longestHoldMs = 4 * 3_600_000;
const mostHeld = 1_000;

function commonLine(subscription: Subscription): Record<string, unknown> {
  return {
    subscriptionId: subscription.id,
    subscriptionExpirationDateTime: writeTimestamp(subscription.expiresAt).replace("Z", "+00:00"),
    clientState: subscription.clientState,
    tenantId: subscription.tenantId,
  };
}

/** Tells the lifecycle address, where there is one, what becomes of the subscription itself. */
function sendLifecycle(office: Office, subscription: Subscription, lifecycleEvent: LifecycleEvent): void {
  if (subscription.lifecycleUrl === null) return;
  office.outbox.put(subscription.lifecycleUrl, { subscription, line: { ...commonLine(subscription), lifecycleEvent } });
}

/** Asks for a new authorization before the present one ends. */
export function watchAuthorization(office: Office, subscription: Subscription): void {
  const until = subscription.authorizedUntil;
  office.ground.clock.schedule(until - warningMs, () => {
    if (isLive(office, subscription) && subscription.authorizedUntil === until)
      sendLifecycle(office, subscription, "reauthorizationRequired");
  });
}

/** Notifications were lost: the subscriber is told to read the changes. */
export function tellMissed(office: Office, subscription: Subscription): void {
  if (!isLive(office, subscription)) return;
  sendLifecycle(office, subscription, "missed");
}

const lifecycleEvents: readonly LifecycleEvent[] = ["missed", "subscriptionRemoved", "reauthorizationRequired"];

/** By order of the control API. A removed subscription is gone afterwards. */
export function playLifecycle(office: Office, accountId: string, name: string): number {
  const event = lifecycleEvents.find((known) => known === name) ?? "missed";
  const own = subscriptionsOf(office, accountId);
  for (const subscription of own) {
    sendLifecycle(office, subscription, event);
    if (event === "subscriptionRemoved") office.subscriptions.delete(subscription.id);
  }
  return own.length;
}

/** After a new authorization: what waited no longer than four hours goes out, the rest counts as missed. */
export function releaseHeld(office: Office, subscription: Subscription): void {
  const now = office.ground.clock.now();
  const held = subscription.held;
  const lost = subscription.missed || held.some((change) => now - change.at > longestHoldMs);
  subscription.held = [];
  subscription.missed = false;
  for (const change of held) if (now - change.at <= longestHoldMs) deliver(office, subscription, change);
  if (lost) tellMissed(office, subscription);
}

/** What an event's new version means to subscribers: a change of an exception is an update of its series. */
export function announce(office: Office, calendar: Calendar, record: EventRecord): void {
  if (office.subscriptions.size === 0) return;
  const head = record.seriesId === null ? record : (calendar.events.get(record.seriesId) ?? record);
  const type = record === head ? typeOf(record) : "updated";
  for (const subscription of office.subscriptions.values()) {
    if (!isLive(office, subscription) || !watches(subscription, calendar)) continue;
    if (!isGranted(office, subscription)) {
      sendLifecycle(office, subscription, "subscriptionRemoved");
      office.subscriptions.delete(subscription.id);
    } else if (subscription.changeTypes.includes(type)) {
      const itemId = writeItemId(calendar, head.id, subscription.immutableIds);
      tell(office, subscription, { type, itemId, etag: etagOf(record), at: office.ground.clock.now() });
    }
  }
}

function tell(office: Office, subscription: Subscription, change: Change): void {
  deliverOrHold(office, subscription, change);
  if (change.type === "updated" && office.switches.notificationNoise) deliverOrHold(office, subscription, change);
}

function typeOf(record: EventRecord): ChangeType {
  if (record.deleted) return "deleted";
  return record.prior === null || record.prior.deleted ? "created" : "updated";
}

function deliverOrHold(office: Office, subscription: Subscription, change: Change): void {
  if (subscription.authorizedUntil > office.ground.clock.now()) deliver(office, subscription, change);
  else if (subscription.held.length < mostHeld) subscription.held.push(change);
  else subscription.missed = true;
}

function deliver(office: Office, subscription: Subscription, change: Change): void {
  const resource = `Users/${subscription.accountId}/Events/${change.itemId}`;
  office.outbox.put(subscription.notificationUrl, {
    subscription,
    line: {
      ...commonLine(subscription),
      changeType: change.type,
      resource,
      resourceData: {
        "@odata.type": "#Microsoft.Graph.Event",
        "@odata.id": resource,
        "@odata.etag": change.etag,
        id: change.itemId,
      },
    },
  });
}
