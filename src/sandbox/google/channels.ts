import { createHash } from "node:crypto";
import type { Ground } from "../kernel/ground";
import type { Parcel } from "../kernel/courier";
import type { ChannelInfo } from "../kernel/provider";
import { findClient } from "../world/clients";
import { Robots } from "./robots";

export type WatchKind = "events" | "calendarList" | "acl" | "settings";

export interface Channel {
  readonly id: string;
  readonly kind: WatchKind;
  /** A calendar's id, or the account's for lists and settings. */
  readonly target: string;
  readonly resourceId: string;
  readonly resourceUri: string;
  readonly accountId: string;
  readonly clientId: string;
  readonly address: string;
  readonly token: string | null;
  readonly expiresAt: number;
  number: number;
}

interface SavedChannels {
  readonly channels: readonly Channel[];
  readonly used: readonly string[];
}

const RETRIED = [500, 502, 503, 504];
const MOST_TRIES = 8;
const DELIVERY_TIMEOUT_MS = 10_000;

/** Push channels: who watches what, and the messages that go out (fact sheet 2.8). */
export class Channels {
  readonly #ground: Ground;
  readonly #robots: Robots;
  readonly #channels = new Map<string, Channel>();
  /** Ids are used up for good, stopped channels included. */
  readonly #used = new Set<string>();
  /** Channels with news, collected until the current change is complete. */
  readonly #news = new Set<string>();

  constructor(ground: Ground) {
    this.#ground = ground;
    this.#robots = new Robots(ground.clock);
    ground.world.onEventChange((calendar) => this.#changed("events", calendar.id));
    ground.world.onListChange((account) => this.#changed("calendarList", account.id));
    ground.world.onAclChange((calendar) => this.#changed("acl", calendar.id));
  }

  isUsed(id: string, clientId: string): boolean {
    return this.#used.has(`${this.#projectOf(clientId)}/${id}`);
  }

  open(channel: Omit<Channel, "number" | "resourceId">): Channel {
    const whole = { ...channel, number: 0, resourceId: resourceIdOf(channel.kind, channel.target, channel.accountId) };
    this.#used.add(`${this.#projectOf(channel.clientId)}/${channel.id}`);
    this.#channels.set(whole.id, whole);
    return whole;
  }

  /** Ends a channel; only its own person and client may (null otherwise). */
  stop(
    id: string,
    by: { readonly resourceId: string; readonly accountId: string; readonly clientId: string },
  ): Channel | null {
    const channel = this.#channels.get(id);
    const own =
      channel?.resourceId === by.resourceId && channel.accountId === by.accountId && channel.clientId === by.clientId;
    if (!own || !this.#isAlive(channel)) return null;
    this.#channels.delete(id);
    return channel;
  }

  /** The first message of a channel. Resolves when it has been answered, or could not be. */
  async sendSync(channel: Channel): Promise<void> {
    channel.number = 1;
    await this.#deliver(channel, "sync");
  }

  expire(accountId: string): number {
    const own = [...this.#channels.values()].filter((channel) => channel.accountId === accountId);
    for (const channel of own) this.#channels.delete(channel.id);
    return own.length;
  }

  aliveOf(accountId: string): ChannelInfo[] {
    return [...this.#channels.values()]
      .filter((channel) => channel.accountId === accountId && this.#isAlive(channel))
      .map(({ id, kind, target, address, expiresAt }) => ({ id, resource: `${kind}/${target}`, address, expiresAt }));
  }

  save(): SavedChannels {
    return { channels: [...this.#channels.values()], used: [...this.#used] };
  }

  load(saved: SavedChannels | null): void {
    this.#channels.clear();
    this.#used.clear();
    this.#news.clear();
    this.#robots.clear();
    for (const channel of saved?.channels ?? []) this.#channels.set(channel.id, { ...channel });
    for (const id of saved?.used ?? []) this.#used.add(id);
  }

  #projectOf(clientId: string): string {
    return findClient(this.#ground.vault, "google", clientId)?.project ?? clientId;
  }

  #isAlive(channel: Channel): boolean {
    const grant = this.#ground.vault.grantOf("google", channel.accountId, this.#projectOf(channel.clientId));
    return this.#channels.has(channel.id) && channel.expiresAt > this.#ground.clock.now() && grant?.revokedAt === null;
  }

  #changed(kind: WatchKind, target: string): void {
    if (this.#channels.size === 0) return;
    for (const channel of this.#channels.values()) {
      if (channel.kind !== kind || channel.target !== target) continue;
      if (this.#news.size === 0) setImmediate(() => this.#flush());
      this.#news.add(channel.id);
    }
  }

  #flush(): void {
    const ids = [...this.#news];
    this.#news.clear();
    for (const id of ids) {
      const channel = this.#channels.get(id);
      if (!channel) continue;
      // Numbers grow with gaps.
      channel.number += 1 + this.#ground.random.below(4);
      void this.#deliver(channel, "exists");
    }
  }

  async #deliver(channel: Channel, state: "sync" | "exists"): Promise<void> {
    const { switches, ledger, courier } = this.#ground;
    if (switches.google.respectRobots && !(await this.#robots.allows(channel.address))) {
      const path = new URL(channel.address).pathname;
      ledger.note({
        kind: "push",
        provider: "google",
        operation: "push",
        account: channel.accountId,
        path,
        status: 0,
        detail: "robots.txt",
      });
      return;
    }
    await new Promise<void>((resolve) => {
      courier.send({ ...this.#parcel(channel, state), onAnswer: () => resolve() });
      // A muted or delayed message is never answered in time: the watch call does not wait for it.
      setTimeout(resolve, 500).unref();
    });
  }

  #parcel(channel: Channel, state: "sync" | "exists"): Parcel {
    const headers = headersOf(channel, state);
    return {
      provider: "google",
      operation: `push.${channel.kind}`,
      accountId: channel.accountId,
      channel: channel.id,
      address: channel.address,
      headers,
      body: "",
      timeoutMs: DELIVERY_TIMEOUT_MS,
      // Only these four are tried again; anything else is a failed delivery for good.
      retryAt: (status, attempt, now) =>
        RETRIED.includes(status) && attempt < MOST_TRIES ? now + 1_000 * 2 ** (attempt - 1) : null,
      stillWanted: () => this.#isAlive(channel),
      forged: (how) => ({ headers: forge(headers, how), body: "" }),
    };
  }
}

function headersOf(channel: Channel, state: "sync" | "exists"): Record<string, string> {
  return {
    "user-agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
    "x-goog-channel-id": channel.id,
    ...(channel.token === null ? {} : { "x-goog-channel-token": channel.token }),
    "x-goog-channel-expiration": new Date(channel.expiresAt).toUTCString(),
    "x-goog-resource-id": channel.resourceId,
    "x-goog-resource-uri": channel.resourceUri,
    "x-goog-resource-state": state,
    "x-goog-message-number": String(channel.number),
  };
}

function forge(headers: Record<string, string>, how: string): Record<string, string> {
  if (how === "channel") return { ...headers, "x-goog-channel-id": "00000000-0000-4000-8000-000000000000" };
  if (how === "resource") return { ...headers, "x-goog-resource-id": "forged" };
  return { ...headers, "x-goog-channel-token": "forged" };
}

/** Opaque, and the same for every channel on the same resource. */
function resourceIdOf(kind: WatchKind, target: string, accountId: string): string {
  return createHash("sha256").update(`${kind}/${target}/${accountId}`).digest("base64url").slice(0, 27);
}
