import type { VirtualClock } from "../kernel/clock";
import type { MicrosoftSwitches } from "./switches";

const windowMs = 600_000;
/** A share needs a few answers to mean anything; the documentation gives no number. */
const fewestAnswers = 10;
const delayedShare = 0.1;
const droppedShare = 0.15;

interface Answer {
  readonly at: number;
  readonly tookMs: number;
}

interface Endpoint {
  answers: Answer[];
  droppedUntil: number;
}

/** What becomes of the notifications to an address that answers too slowly, by its last ten minutes (fact sheet 4.7). */
export class SlowEndpoints {
  readonly #clock: VirtualClock;
  readonly #switches: MicrosoftSwitches;
  readonly #endpoints = new Map<string, Endpoint>();

  constructor(clock: VirtualClock, switches: MicrosoftSwitches) {
    this.#clock = clock;
    this.#switches = switches;
  }

  remember(address: string, tookMs: number): void {
    const now = this.#clock.now();
    const endpoint = this.#endpoints.get(address) ?? { answers: [], droppedUntil: 0 };
    this.#endpoints.set(address, endpoint);
    endpoint.answers = [...endpoint.answers.filter(({ at }) => now - at <= windowMs), { at: now, tookMs }];
    if (this.#share(endpoint, this.#switches.tooSlowNotificationMs) > droppedShare)
      endpoint.droppedUntil = now + windowMs;
  }

  verdict(address: string): "send" | "delay" | "drop" {
    const endpoint = this.#endpoints.get(address);
    if (!endpoint) return "send";
    const now = this.#clock.now();
    if (endpoint.droppedUntil > now) return "drop";
    endpoint.answers = endpoint.answers.filter(({ at }) => now - at <= windowMs);
    return this.#share(endpoint, this.#switches.slowNotificationMs) > delayedShare ? "delay" : "send";
  }

  clear(): void {
    this.#endpoints.clear();
  }

  #share({ answers }: Endpoint, overMs: number): number {
    if (answers.length < fewestAnswers) return 0;
    return answers.filter(({ tookMs }) => tookMs >= overMs).length / answers.length;
  }
}
