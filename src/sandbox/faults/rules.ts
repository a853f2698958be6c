import type { VirtualClock } from "../kernel/clock";
import type { Random } from "../kernel/random";
import { FAULTS, type FaultName, type FaultPoint } from "./catalog";

export interface FaultRule {
  readonly id: string;
  readonly fault: FaultName;
  readonly provider?: string;
  readonly account?: string;
  /** An operation's name, or its beginning with a star: `events.*`. */
  readonly operation?: string;
  /** How often it strikes before it is used up. */
  readonly count?: number;
  /** 0 to 1; absent = always. */
  readonly probability?: number;
  /** Virtual time window, milliseconds. */
  readonly from?: number;
  readonly until?: number;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface FaultHit {
  readonly rule: string;
  readonly fault: FaultName;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface FaultTarget {
  readonly provider: string;
  readonly operation: string;
  readonly accountId: string | null;
}

interface ActiveRule {
  readonly rule: FaultRule;
  left: number;
  hits: number;
}

export interface SavedFaults {
  readonly serial: number;
  readonly rules: readonly { readonly rule: FaultRule; readonly hits: number; readonly used: number }[];
}

const usedOf = (rule: FaultRule, left: number): number => (rule.count === undefined ? 0 : rule.count - left);

/** The faults chosen at the moment, asked once per call and once per delivery. */
export class FaultRules {
  #rules: ActiveRule[] = [];
  #serial = 0;
  readonly #clock: VirtualClock;
  readonly #random: Random;

  constructor(clock: VirtualClock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  add(rule: Omit<FaultRule, "id" | "params"> & { params?: FaultRule["params"] }): FaultRule {
    const whole: FaultRule = { ...rule, params: rule.params ?? {}, id: `fault-${++this.#serial}` };
    this.#rules.push({ rule: whole, left: whole.count ?? Infinity, hits: 0 });
    return whole;
  }

  remove(id: string): FaultRule | null {
    const found = this.#rules.find(({ rule }) => rule.id === id);
    this.#rules = this.#rules.filter((active) => active !== found);
    return found?.rule ?? null;
  }

  clear(): void {
    this.#rules = [];
  }

  /** As plain data, to be put back by `load`. */
  save(): SavedFaults {
    return {
      serial: this.#serial,
      rules: this.#rules.map(({ rule, left, hits }) => ({ rule, hits, used: usedOf(rule, left) })),
    };
  }

  load({ serial, rules }: SavedFaults): void {
    this.#serial = serial;
    this.#rules = rules.map(({ rule, hits, used }) => ({ rule, hits, left: (rule.count ?? Infinity) - used }));
  }

  list(): (FaultRule & { hits: number; left: number | null })[] {
    return this.#rules.map(({ rule, left, hits }) => ({ ...rule, hits, left: Number.isFinite(left) ? left : null }));
  }

  /** What strikes this target now. Asking counts: a hit uses up one of the rule's strikes. */
  strike(target: FaultTarget, points: readonly FaultPoint[]): readonly FaultHit[] {
    if (this.#rules.length === 0) return NONE;
    const now = this.#clock.now();
    const hits: FaultHit[] = [];
    for (const active of this.#rules) {
      if (active.left <= 0 || !points.includes(FAULTS[active.rule.fault].point)) continue;
      if (!covers(active.rule, target) || !within(active.rule, now)) continue;
      if (active.rule.probability !== undefined && !this.#random.chance(active.rule.probability)) continue;
      active.left -= 1;
      active.hits += 1;
      hits.push({ rule: active.rule.id, fault: active.rule.fault, params: active.rule.params });
    }
    return hits;
  }
}

const NONE: readonly FaultHit[] = [];

function covers(rule: FaultRule, target: FaultTarget): boolean {
  if (rule.provider !== undefined && rule.provider !== target.provider) return false;
  if (rule.account !== undefined && rule.account !== target.accountId) return false;
  return rule.operation === undefined || operationMatches(rule.operation, target.operation);
}

function within(rule: FaultRule, now: number): boolean {
  return now >= (rule.from ?? -Infinity) && now < (rule.until ?? Infinity);
}

export function operationMatches(pattern: string, operation: string): boolean {
  return pattern.endsWith("*") ? operation.startsWith(pattern.slice(0, -1)) : pattern === operation;
}

export function numberParam(hit: FaultHit, name: string, fallback: number): number {
  const value = Number(hit.params[name] ?? fallback);
  return Number.isFinite(value) ? value : fallback;
}

export function textParam(hit: FaultHit, name: string, fallback: string): string {
  const value = hit.params[name];
  return typeof value === "string" && value !== "" ? value : fallback;
}
