// One thing at a time: whatever any process wants from the outside waits here, and chance decides whose turn is next.
import { setImmediate as settle } from "node:timers/promises";

import type { Sleep } from "@/lib/sleep";
import type { Dice } from "./dice";

/** How a process ends: before its next request, with its transaction undone, or after it and without hearing of it. */
export type Death = "before" | "within" | "after";

/** What a process is to the timeline. A dead one hears of nothing any more: neither answers nor errors nor alarms. */
export type Mortal = { readonly name: string; isDead: boolean; dying: { turns: number; readonly how: Death } | null };

type Turn = { readonly of: Mortal; readonly label: string; readonly run: () => Promise<void> };
type Sleeper = { readonly of: Mortal; wakesMs: number; readonly wake: () => void };
type Request<T> = { readonly label: string; readonly act: (isUndone: boolean) => Promise<T> };

/** More turns than any seed needs: something goes round in circles. */
const mostTurns = 6_000;

export class Restless extends Error {
  override readonly name = "Restless";
}

export class Timeline {
  #nowMs: number;
  #waiting: Turn[] = [];
  #sleepers: Sleeper[] = [];
  #turns = 0;
  #setBackMs = 0;
  #deaths = 0;
  readonly #trace: (line: string) => void;

  constructor(startMs: number, trace: (line: string) => void) {
    this.#nowMs = startMs;
    this.#trace = trace;
  }

  /** By our clock. */
  readonly now = (): Date => new Date(this.#nowMs);
  /** By the provider's clock, which nobody sets back. */
  readonly theirNow = (): Date => new Date(this.passedMs);
  get nowMs(): number {
    return this.#nowMs;
  }
  /** However the clock was set: how much time has passed. */
  get passedMs(): number {
    return this.#nowMs + this.#setBackMs;
  }
  /** By how much the clock was set back in all. */
  get setBackMs(): number {
    return this.#setBackMs;
  }
  /** Whether anybody is in the middle of something. */
  get isBusy(): boolean {
    return this.#waiting.length > 0 || this.#sleepers.length > 0;
  }
  /** How many processes have died. */
  get deaths(): number {
    return this.#deaths;
  }
  get turns(): number {
    return this.#turns;
  }

  sleepOf(of: Mortal): Sleep {
    return (ms, signal) =>
      new Promise((resolve, reject) => {
        if (of.isDead) return;
        if (signal.aborted) return reject(signal.reason as Error);
        const leave = () => {
          this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
          reject(signal.reason as Error);
        };
        const wake = () => {
          signal.removeEventListener("abort", leave);
          resolve();
        };
        const sleeper: Sleeper = { of, wakesMs: this.#nowMs + Math.max(0, Math.ceil(ms)), wake };
        signal.addEventListener("abort", leave, { once: true });
        this.#sleepers.push(sleeper);
      });
  }

  /** Waits for its turn, and does what it asks for in it. */
  request<T>(of: Mortal, { label, act }: Request<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (of.isDead) return;
      const run = async () => {
        const death = this.#deathOf(of);
        if (death === "before") return this.bury(of);
        try {
          const result = await act(death === "within");
          if (death === null) resolve(result);
        } catch (error) {
          if (death === null) reject(error as Error);
        }
        if (death !== null) this.bury(of);
      };
      this.#waiting.push({ of, label, run });
    });
  }

  #deathOf(of: Mortal): Death | null {
    if (of.dying === null) return null;
    if (of.dying.turns > 0) {
      of.dying.turns -= 1;
      return null;
    }
    return of.dying.how;
  }

  bury(of: Mortal): void {
    of.isDead = true;
    this.#deaths += 1;
    this.#trace(`${of.name} died`);
    this.#waiting = this.#waiting.filter((each) => each.of !== of);
    this.#sleepers = this.#sleepers.filter((each) => each.of !== of);
  }

  /** Time that passes for everybody, whatever they are at. Nobody gets a turn meanwhile. */
  leap(ms: number): void {
    this.#nowMs += ms;
    this.#wakeDue();
  }

  /** F83. Everybody's clock shows an earlier time; who sleeps does not notice. */
  setBack(ms: number): void {
    this.#nowMs -= ms;
    this.#setBackMs += ms;
    this.#sleepers = this.#sleepers.map((each) => Object.assign(each, { wakesMs: each.wakesMs - ms }));
  }

  #wakeDue(): void {
    for (;;) {
      const next = this.#nextSleeper();
      if (next === null || next.wakesMs > this.#nowMs) return;
      this.#wake(next);
    }
  }

  #nextSleeper(): Sleeper | null {
    return this.#sleepers.reduce<Sleeper | null>(
      (first, each) => (first === null || each.wakesMs < first.wakesMs ? each : first),
      null,
    );
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers = this.#sleepers.filter((each) => each !== sleeper);
    this.#nowMs = Math.max(this.#nowMs, sleeper.wakesMs);
    sleeper.wake();
  }

  /** Lets so many turns happen, in an order of chance; fewer when all are done. When everybody sleeps time goes on. */
  async go(turns: number, { dice, until = () => false }: { dice: Dice; until?: () => boolean }): Promise<void> {
    for (let left = turns; left > 0;) {
      // What needs nothing from the outside happens at once: whoever is left waits here, or sleeps.
      await settle();
      if (until()) return;
      if (this.#waiting.length > 0) {
        await this.#turn(dice);
        left -= 1;
      } else {
        const next = this.#nextSleeper();
        if (next === null) return;
        this.#wake(next);
      }
    }
    await settle();
  }

  async #turn(dice: Dice): Promise<void> {
    this.#turns += 1;
    if (this.#turns > mostTurns) throw new Restless("It does not come to rest.");
    const [turn] = this.#waiting.splice(dice.below(this.#waiting.length), 1);
    if (turn === undefined) return;
    this.#trace(`${this.#nowMs} ${turn.of.name} ${turn.label}`);
    await turn.run();
    this.leap(dice.below(turn.label === "store" ? 4 : 60));
  }
}
