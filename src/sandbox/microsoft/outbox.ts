import type { Parcel } from "../kernel/courier";
import type { Ground } from "../kernel/ground";
import { SlowEndpoints } from "./slow-endpoints";
import type { Subscription } from "./subscription";
import type { MicrosoftSwitches } from "./switches";

/** A line of a notification body and the subscription it is for. */
interface Letter {
  readonly subscription: Subscription;
  readonly line: Readonly<Record<string, unknown>>;
}

const mostPerBody = 20;
const longestRetryMs = 4 * 3_600_000;
const retryDelays = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000, 3_600_000];

export interface OutboxParts {
  readonly ground: Ground;
  readonly switches: MicrosoftSwitches;
  readonly isLive: (subscription: Subscription) => boolean;
  /** Told once for each subscription that lost notifications. */
  readonly onGivenUp: (subscription: Subscription) => void;
}

/** Collects what is due to each address and sends it in common bodies, with Graph's rules for trying again and giving up. */
export class Outbox {
  readonly #parts: OutboxParts;
  #waiting = new Map<string, Letter[]>();
  readonly #slow: SlowEndpoints;
  #flushing = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
    this.#slow = new SlowEndpoints(parts.ground.clock, parts.switches);
  }

  /** Never blocks: the letter leaves with others of the same moment. */
  put(address: string, letter: Letter): void {
    const letters = this.#waiting.get(address) ?? [];
    letters.push(letter);
    this.#waiting.set(address, letters);
    if (this.#flushing) return;
    this.#flushing = true;
    const { clock } = this.#parts.ground;
    const wait = this.#parts.switches.notificationBatchMs;
    if (wait > 0) clock.schedule(clock.now() + wait, () => this.#flush());
    else setImmediate(() => this.#flush());
  }

  clear(): void {
    this.#waiting.clear();
    this.#slow.clear();
  }

  #flush(): void {
    this.#flushing = false;
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const [address, letters] of waiting) {
      for (let at = 0; at < letters.length; at += mostPerBody)
        this.#judge(address, letters.slice(at, at + mostPerBody));
    }
  }

  /** Addresses that answer slowly get their notifications late, or not at all. */
  #judge(address: string, letters: readonly Letter[]): void {
    const verdict = this.#slow.verdict(address);
    if (verdict === "send") return this.#send(address, letters);
    this.#note(address, letters, verdict === "delay" ? "delayed: slow endpoint" : "dropped: slow endpoint");
    if (verdict === "drop") return this.#giveUp(letters);
    const { clock } = this.#parts.ground;
    clock.schedule(clock.now() + this.#parts.switches.slowNotificationDelayMs, () => this.#send(address, letters));
  }

  #note(address: string, letters: readonly Letter[], detail: string): void {
    this.#parts.ground.ledger.note({
      kind: "push",
      provider: "microsoft",
      operation: operationOf(letters),
      account: letters[0]?.subscription.accountId ?? null,
      method: "POST",
      path: new URL(address).pathname,
      status: 0,
      detail,
    });
  }

  #send(address: string, letters: readonly Letter[]): void {
    const first = letters[0];
    if (!first) return;
    const begun = this.#parts.ground.clock.now();
    const parcel: Parcel = {
      provider: "microsoft",
      operation: operationOf(letters),
      accountId: first.subscription.accountId,
      channel: first.subscription.id,
      address,
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ value: letters.map(({ line }) => line) }),
      timeoutMs: this.#parts.switches.notificationTimeoutMs,
      retryAt: (status, attempt, now) => this.#nextTry({ status, attempt, now, begun }, letters),
      stillWanted: () =>
        letters.some(({ subscription }) => this.#parts.isLive(subscription) || this.#isFarewell(letters)),
      forged: (how) => ({ headers: { "content-type": "application/json" }, body: forge(letters, how) }),
      onAnswer: (_status, durationMs) => this.#slow.remember(address, durationMs),
    };
    this.#parts.ground.courier.send(parcel);
  }

  #isFarewell(letters: readonly Letter[]): boolean {
    return letters.some(({ line }) => line["lifecycleEvent"] === "subscriptionRemoved");
  }

  /** Server errors and silence are tried again for four hours; any other answer is the endpoint's last word. */
  #nextTry(
    attempt: { status: number; attempt: number; now: number; begun: number },
    letters: readonly Letter[],
  ): number | null {
    if (attempt.status !== 0 && attempt.status < 500) return null;
    const at = attempt.now + (retryDelays[attempt.attempt - 1] ?? 3_600_000);
    if (at - attempt.begun <= longestRetryMs) return at;
    this.#giveUp(letters);
    return null;
  }

  /** Word of a subscription that is lost is lost: telling of it in the same way would never end. */
  #giveUp(letters: readonly Letter[]): void {
    const lost = letters.filter(({ line }) => line["lifecycleEvent"] === undefined);
    for (const subscription of new Set(lost.map((letter) => letter.subscription))) this.#parts.onGivenUp(subscription);
  }
}

function operationOf(letters: readonly Letter[]): string {
  return letters[0]?.line["lifecycleEvent"] === undefined ? "subscriptions.notify" : "subscriptions.lifecycle";
}

function forge(letters: readonly Letter[], how: string): string {
  const value = letters.map(({ line }) => {
    if (how === "channel") return { ...line, subscriptionId: "00000000-0000-4000-8000-000000000000" };
    if (how === "resource")
      return { ...line, resource: "Users/00000000-0000-4000-8000-000000000000/Events/AAMkForged=" };
    return { ...line, clientState: "not-the-state-you-gave" };
  });
  return JSON.stringify({ value });
}
