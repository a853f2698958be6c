import type { Parcel } from "../kernel/courier";
import type { Ground } from "../kernel/ground";
import type { Subscription } from "./subscription";
import type { MicrosoftSwitches } from "./switches";

/** A line of a notification body and the subscription it is for. */
interface Letter {
  readonly subscription: Subscription;
  readonly line: Readonly<Record<string, unknown>>;
}

const mostPerBody = 20;
const longestRetryMs = 4 * 3_600_000;
const timeoutMs = 10_000;
const slowMs = 10_000;
const healthWindowMs = 600_000;
const retryDelays = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 1_800_000, 3_600_000];

export interface OutboxParts {
  readonly ground: Ground;
  readonly switches: MicrosoftSwitches;
  readonly isLive: (subscription: Subscription) => boolean;
  /** Told once for each subscription that lost notifications. */
  readonly onGivenUp: (subscription: Subscription) => void;
}

interface Health {
  since: number;
  answers: number;
  slow: number;
  droppedUntil: number;
}

/** Collects what is due to each address and sends it in common bodies, with Graph's rules for trying again and giving up. */
export class Outbox {
  readonly #parts: OutboxParts;
  #waiting = new Map<string, Letter[]>();
  #health = new Map<string, Health>();
  #flushing = false;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
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
    this.#health.clear();
  }

  #flush(): void {
    this.#flushing = false;
    const waiting = this.#waiting;
    this.#waiting = new Map();
    for (const [address, letters] of waiting) {
      for (let at = 0; at < letters.length; at += mostPerBody) this.#send(address, letters.slice(at, at + mostPerBody));
    }
  }

  #send(address: string, letters: readonly Letter[]): void {
    const first = letters[0];
    if (!first) return;
    if (this.#isDropped(address)) {
      for (const { subscription } of letters) this.#parts.onGivenUp(subscription);
      return;
    }
    const begun = this.#parts.ground.clock.now();
    const parcel: Parcel = {
      provider: "microsoft",
      operation: first.line["lifecycleEvent"] === undefined ? "subscriptions.notify" : "subscriptions.lifecycle",
      accountId: first.subscription.accountId,
      channel: first.subscription.id,
      address,
      headers: { "content-type": "application/json; charset=utf-8" },
      body: JSON.stringify({ value: letters.map(({ line }) => line) }),
      timeoutMs,
      retryAt: (status, attempt, now) => this.#nextTry({ status, attempt, now, begun }, letters),
      stillWanted: () =>
        letters.some(({ subscription }) => this.#parts.isLive(subscription) || this.#isFarewell(letters)),
      forged: (how) => ({ headers: { "content-type": "application/json" }, body: forge(letters, how) }),
      onAnswer: (status, durationMs) => this.#remember(address, status === 0 ? slowMs + 1 : durationMs),
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
    for (const { subscription } of letters) this.#parts.onGivenUp(subscription);
    return null;
  }

  #remember(address: string, durationMs: number): void {
    const now = this.#parts.ground.clock.now();
    let health = this.#health.get(address);
    if (!health || now - health.since > healthWindowMs)
      this.#health.set(address, (health = { since: now, answers: 0, slow: 0, droppedUntil: 0 }));
    health.answers += 1;
    if (durationMs > slowMs) health.slow += 1;
    // More than 15 % slow answers: notifications are discarded for up to ten minutes (fact sheet 4.7).
    if (health.answers >= 10 && health.slow / health.answers > 0.15) health.droppedUntil = now + healthWindowMs;
  }

  #isDropped(address: string): boolean {
    return (this.#health.get(address)?.droppedUntil ?? 0) > this.#parts.ground.clock.now();
  }
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
