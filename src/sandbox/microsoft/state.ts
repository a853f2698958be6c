import { watchAuthorization } from "./lifecycle";
import type { Office } from "./office";
import type { Subscription } from "./subscription";

/** What is this provider's alone and not in the world or the vault, for snapshots. */
interface SavedState {
  readonly subscriptions: readonly Subscription[];
  readonly syncEpochs: readonly (readonly [string, number])[];
  readonly adminConsents: readonly string[];
}

export function saveState(office: Office): SavedState {
  return {
    subscriptions: [...office.subscriptions.values()],
    syncEpochs: [...office.syncEpochs],
    adminConsents: [...office.adminConsents],
  };
}

/** Null empties it. */
export function loadState(office: Office, state: unknown): void {
  const saved = (state ?? { subscriptions: [], syncEpochs: [], adminConsents: [] }) as SavedState;
  office.outbox.clear();
  office.texts.clear();
  office.windows.clear();
  office.subscriptions.clear();
  office.syncEpochs.clear();
  office.adminConsents.clear();
  for (const subscription of saved.subscriptions) {
    const own = { ...subscription, held: [...subscription.held] };
    office.subscriptions.set(own.id, own);
    watchAuthorization(office, own);
  }
  for (const [account, epoch] of saved.syncEpochs) office.syncEpochs.set(account, epoch);
  for (const consent of saved.adminConsents) office.adminConsents.add(consent);
}
