import type { Call } from "../kernel/call";
import type { Dispatch } from "../kernel/dispatch";
import type { Ground } from "../kernel/ground";
import type { Reply } from "../kernel/reply";
import type { Signer } from "../kernel/signer";
import type { Outbox } from "./outbox";
import type { RenderCache, WindowCache } from "./render-cache";
import type { Subscription } from "./subscription";
import type { MicrosoftSwitches } from "./switches";

/** What the handlers of this provider work with. */
export interface Office {
  readonly ground: Ground;
  readonly switches: MicrosoftSwitches;
  readonly signer: Signer;
  readonly subscriptions: Map<string, Subscription>;
  /** Notifications on their way out. */
  readonly outbox: Outbox;
  readonly texts: RenderCache;
  readonly windows: WindowCache;
  /** How often an account's delta links were ended; links carry the number of their time. */
  readonly syncEpochs: Map<string, number>;
  /** `tenant/application` for which an administrator has consented. */
  readonly adminConsents: Set<string>;
  /** Set once the kernel has made the provider's door: batches send their parts through it. */
  dispatch: Dispatch | null;
}

export type MicrosoftHandler = (call: Call) => Reply | Promise<Reply>;
/** `"GET /path/:param"` → operation and handler. */
export type MicrosoftRoutes = Readonly<Record<string, readonly [operation: string, handler: MicrosoftHandler]>>;

const graphOrigin = "https://graph.microsoft.com";

/** The origin that links in an answer carry. */
export function linkOrigin(office: Office, base: string): string {
  return office.switches.linkHost === "graph" ? graphOrigin : base;
}
