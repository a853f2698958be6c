// What leaves the server about connections: the only fields there are, for routes and pages alike.
import { z } from "zod";

const instant = z.iso.datetime();
const feature = z.enum(["list_calendars", "read_events", "write_events", "free_busy", "stay_connected"]);

export const connectionCalendar = z.object({
  id: z.uuid(),
  name: z.string(),
  color: z.string().nullable(),
  timeZone: z.string().nullable(),
  accessRole: z.enum(["owner", "writer", "reader", "free_busy"]).nullable(),
  isPrimary: z.boolean(),
  /** The provider fills it: holidays, birthdays, a subscription. */
  isGenerated: z.boolean(),
  isSelected: z.boolean(),
  /** The provider no longer lists it. */
  isRetired: z.boolean(),
  isPaused: z.boolean(),
  windowPastDays: z.number().int(),
  windowFutureDays: z.number().int(),
  meetingsOnly: z.boolean(),
  /** "two_way": what visitors book may be written into it. Always "read" where the account itself may only read. */
  syncDirection: z.enum(["read", "two_way"]),
});
export type ConnectionCalendarShape = z.infer<typeof connectionCalendar>;

export const connection = z.object({
  id: z.uuid(),
  userId: z.uuid(),
  provider: z.string(),
  /** How the other side is called: the company, and what the person connected. */
  party: z.string(),
  product: z.string(),
  accountEmail: z.string().nullable(),
  authStatus: z.enum(["active", "needs_reauth"]),
  isPaused: z.boolean(),
  connectedAt: instant,
  calendarsListedAt: instant.nullable(),
  /** What the person did not allow, and the sentence about it. */
  missing: z.object({ features: z.array(feature), sentence: z.string() }).nullable(),
  /** False: its person lets us read only, and was asked for no more. */
  mayWrite: z.boolean(),
  /** Whether disconnecting ends the grant at the provider too. */
  canRevoke: z.boolean(),
  counts: z.object({ calendars: z.number().int(), selected: z.number().int() }),
  /** Empty for whoever is not its owner: a name can tell what is in it. */
  calendars: z.array(connectionCalendar),
});
export type ConnectionShape = z.infer<typeof connection>;

/** What can be connected here, and what is asked for: to be read before the consent page. */
export const connectableProvider = z.object({
  id: z.string(),
  party: z.string(),
  product: z.string(),
  /** False: the operator has not set it up. */
  isReady: z.boolean(),
  canRevoke: z.boolean(),
  asksFor: z.array(feature),
});
export type ConnectableProviderShape = z.infer<typeof connectableProvider>;

export const connections = z.object({
  connections: z.array(connection),
  providers: z.array(connectableProvider),
});
export type ConnectionsShape = z.infer<typeof connections>;

export const disconnected = z.object({
  /** Whether the grant is over at the provider: at once, in the background, kept for another connection, or by hand only. */
  revoked: z.enum(["now", "later", "kept_for_another", "by_hand"]),
  removedEvents: z.number().int(),
});
export type DisconnectedShape = z.infer<typeof disconnected>;
