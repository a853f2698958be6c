import type { Calendar } from "../world/calendar";
import type { Office } from "./office";

export type ChangeType = "created" | "updated" | "deleted";
export type LifecycleEvent = "reauthorizationRequired" | "subscriptionRemoved" | "missed";

/** One change to tell a subscriber. */
export interface Change {
  readonly type: ChangeType;
  readonly itemId: string;
  readonly etag: string;
  readonly at: number;
}

export interface Subscription {
  readonly id: string;
  readonly accountId: string;
  readonly tenantId: string;
  readonly clientId: string;
  readonly project: string;
  readonly resource: string;
  /** The calendar it watches, or null for the whole mailbox. */
  readonly calendarId: string | null;
  readonly changeTypes: readonly ChangeType[];
  notificationUrl: string;
  readonly lifecycleUrl: string | null;
  readonly clientState: string | null;
  readonly immutableIds: boolean;
  readonly tls: string;
  expiresAt: number;
  /** Until when the token it was made or renewed with lets notifications through. */
  authorizedUntil: number;
  /** Changes that wait for a new authorization. */
  held: Change[];
  missed: boolean;
}

export function isLive(office: Office, subscription: Subscription): boolean {
  return (
    subscription.expiresAt > office.ground.clock.now() && office.subscriptions.get(subscription.id) === subscription
  );
}

export function subscriptionsOf(office: Office, accountId: string): Subscription[] {
  return [...office.subscriptions.values()].filter(
    (subscription) => subscription.accountId === accountId && isLive(office, subscription),
  );
}

export function watches(subscription: Subscription, calendar: Calendar): boolean {
  if (!calendar.pushable || calendar.ownerId !== subscription.accountId) return false;
  return subscription.calendarId === null || subscription.calendarId === calendar.id;
}

/** The person may have taken the application's grant away since. */
export function isGranted(office: Office, subscription: Subscription): boolean {
  const grant = office.ground.vault.grantOf("microsoft", subscription.accountId, subscription.project);
  return grant?.revokedAt === null;
}
