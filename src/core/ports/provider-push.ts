import type { AccountCall, Hidden } from "./provider-call";

export type ChannelRequest = {
  /** Chosen by us, unique for ever; a provider that chooses its own answers with that. */
  readonly channelId: string;
  readonly remoteCalendarId: string;
  readonly callbackUrl: string;
  /** Comes back with every notice, and is how we know that it is genuine. */
  readonly secret: Hidden;
  readonly until: Date;
};

export type RemoteChannel = {
  readonly remoteChannelId: string;
  readonly remoteResourceId: string | null;
  /** What the provider granted, which may be less than was asked for. */
  readonly expiresAt: Date;
};

/** A hint that something happened. What happened is read from the provider, never from the notice. */
export type Notice = {
  readonly remoteChannelId: string;
  readonly remoteResourceId: string | null;
  readonly presentedSecret: string | null;
  readonly what: "changed" | "channel_works" | "notices_lost" | "channel_ended" | "reauthorize";
  /** Equal for repetitions of one notice; null when the provider does not number them. */
  readonly deliveryId: string | null;
};

export type Delivery =
  /** Answer with this text, as text/plain. */
  | { readonly kind: "handshake"; readonly echo: string }
  | { readonly kind: "notices"; readonly notices: readonly Notice[] }
  | { readonly kind: "unreadable" };

export type DeliveryRequest = { readonly query: URLSearchParams; readonly headers: Headers; readonly body: string };

export interface PushPort {
  readonly longestChannelMs: number;
  /** Whether one channel tells of one calendar or of the whole account. */
  readonly covers: "calendar" | "account";
  /** Whether a second channel for the same may be opened before the first is closed. */
  readonly mayOverlap: boolean;

  openChannel(call: AccountCall, request: ChannelRequest): Promise<RemoteChannel>;
  /** Absent when a channel cannot be prolonged: then a new one is opened before the old one ends. */
  extendChannel?(call: AccountCall, channel: RemoteChannel, until: Date): Promise<RemoteChannel>;
  /** The channel as the provider has it, null when it has none. Absent where nobody can be asked. */
  findChannel?(call: AccountCall, channel: RemoteChannel): Promise<RemoteChannel | null>;
  /** Closing what is closed succeeds. */
  closeChannel(call: AccountCall, channel: RemoteChannel): Promise<void>;
  readDelivery(request: DeliveryRequest): Delivery;
}
