/** The sandbox's own time: real by default, or frozen, faster, advanced, jumped. Timers follow it. */
export interface ClockState {
  readonly now: number;
  readonly mode: "running" | "frozen";
  readonly rate: number;
  readonly timers: number;
}

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

const LONGEST_SLEEP_MS = 60_000;

export class VirtualClock {
  #anchorVirtual: number;
  #anchorReal: number;
  #rate = 1;
  #frozen = false;
  #order = 0;
  #timers: Timer[] = [];
  #sleep: NodeJS.Timeout | null = null;
  readonly #realNow: () => number;

  constructor(startAt?: number, realNow: () => number = Date.now) {
    this.#realNow = realNow;
    this.#anchorReal = realNow();
    this.#anchorVirtual = startAt ?? this.#anchorReal;
  }

  now(): number {
    if (this.#frozen) return this.#anchorVirtual;
    return Math.floor(this.#anchorVirtual + (this.#realNow() - this.#anchorReal) * this.#rate);
  }

  state(): ClockState {
    return {
      now: this.now(),
      mode: this.#frozen ? "frozen" : "running",
      rate: this.#rate,
      timers: this.#timers.length,
    };
  }

  freeze(at?: number): void {
    this.#anchorVirtual = at ?? this.now();
    this.#frozen = true;
    this.#runDue();
  }

  run(rate = 1): void {
    this.#reanchor(this.now());
    this.#frozen = false;
    this.#rate = rate;
    this.#arm();
  }

  /** Moves forward and runs every timer on the way at its own moment, in order. */
  advance(ms: number): void {
    const target = this.now() + Math.max(0, ms);
    for (let next = this.#timers[0]; next && next.at <= target; next = this.#timers[0]) {
      this.#timers.shift();
      this.#reanchor(Math.max(this.now(), next.at));
      next.run();
    }
    this.#reanchor(target);
    this.#arm();
  }

  /** Sets the time outright, backwards too. Timers that lie behind the new time fire at once. */
  jump(to: number): void {
    this.#reanchor(to);
    this.#runDue();
  }

  /** Calls `run` when the virtual time reaches `at`; the answer cancels it. */
  schedule(at: number, run: () => void): () => void {
    const timer: Timer = { at, order: this.#order++, run };
    this.#timers.splice(this.#position(timer), 0, timer);
    this.#arm();
    return () => {
      const index = this.#timers.indexOf(timer);
      if (index >= 0) this.#timers.splice(index, 1);
    };
  }

  sleep(ms: number): Promise<void> {
    return new Promise((resolve) => void this.schedule(this.now() + ms, resolve));
  }

  /** Forgets every timer; used by reset and stop. */
  clear(): void {
    this.#timers = [];
    if (this.#sleep) clearTimeout(this.#sleep);
    this.#sleep = null;
  }

  #reanchor(virtual: number): void {
    this.#anchorVirtual = virtual;
    this.#anchorReal = this.#realNow();
  }

  #position(timer: Timer): number {
    let low = 0;
    let high = this.#timers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const other = this.#timers[middle] as Timer;
      if (other.at < timer.at || (other.at === timer.at && other.order < timer.order)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #runDue(): void {
    const now = this.now();
    for (let next = this.#timers[0]; next && next.at <= now; next = this.#timers[0]) {
      this.#timers.shift();
      next.run();
    }
    this.#arm();
  }

  #arm(): void {
    if (this.#sleep) clearTimeout(this.#sleep);
    this.#sleep = null;
    const next = this.#timers[0];
    if (!next || this.#frozen || this.#rate <= 0) return;
    const wait = Math.max(0, (next.at - this.now()) / this.#rate);
    // A capped sleep: setTimeout overflows after 24.8 days and a jump of the host clock must not be slept through.
    this.#sleep = setTimeout(() => this.#runDue(), Math.min(wait, LONGEST_SLEEP_MS));
    this.#sleep.unref();
  }
}
