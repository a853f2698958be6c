import type { VirtualClock } from "./clock";

interface Slice {
  readonly at: number;
  units: number;
}

/** So many units in any stretch of `windowMs`, counted exactly to a hundredth of the window. */
export class SlidingWindow {
  readonly #clock: VirtualClock;
  readonly #windowMs: number;
  #slices = new Map<string, { total: number; slices: Slice[] }>();

  constructor(clock: VirtualClock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  used(key: string): number {
    return this.#trimmed(key)?.total ?? 0;
  }

  fits(key: string, units: number, limit: number): boolean {
    return this.used(key) + units <= limit;
  }

  add(key: string, units: number): void {
    const now = this.#clock.now();
    const usage = this.#trimmed(key) ?? { total: 0, slices: [] };
    const last = usage.slices.at(-1);
    if (last && now - last.at < this.#windowMs / 100) last.units += units;
    else usage.slices.push({ at: now, units });
    usage.total += units;
    this.#slices.set(key, usage);
  }

  /** Takes units when they fit; otherwise says how long until the oldest use leaves the window. */
  take(key: string, units: number, limit: number): { readonly ok: boolean; readonly retryAfterMs: number } {
    if (this.fits(key, units, limit)) {
      this.add(key, units);
      return { ok: true, retryAfterMs: 0 };
    }
    const now = this.#clock.now();
    const oldest = this.#trimmed(key)?.slices[0]?.at ?? now;
    return { ok: false, retryAfterMs: Math.max(1, oldest + this.#windowMs - now) };
  }

  clear(): void {
    this.#slices.clear();
  }

  #trimmed(key: string): { total: number; slices: Slice[] } | undefined {
    const usage = this.#slices.get(key);
    if (!usage) return undefined;
    const limit = this.#clock.now() - this.#windowMs;
    let gone = 0;
    for (const slice of usage.slices) {
      // A clock that was set back leaves slices of the future: they no longer count.
      if (slice.at > limit && slice.at <= this.#clock.now()) break;
      usage.total -= slice.units;
      gone += 1;
    }
    if (gone > 0) usage.slices.splice(0, gone);
    if (usage.slices.length === 0) this.#slices.delete(key);
    return usage;
  }
}

/** How many calls of one key run at the same moment. */
export class ConcurrencyGauge {
  readonly #running = new Map<string, number>();

  enter(key: string, limit: number): (() => void) | null {
    const running = this.#running.get(key) ?? 0;
    if (running >= limit) return null;
    this.#running.set(key, running + 1);
    return () => {
      const left = (this.#running.get(key) ?? 1) - 1;
      if (left <= 0) this.#running.delete(key);
      else this.#running.set(key, left);
    };
  }
}
