import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { numberParam, textParam, type FaultHit, type FaultRules } from "../faults/rules";
import type { VirtualClock } from "./clock";
import type { Ledger } from "./ledger";
import type { ProviderId } from "./provider";
import type { Random } from "./random";
import type { Witness } from "./witness";

/** A notification on its way. */
export interface Parcel {
  readonly provider: ProviderId;
  readonly operation: string;
  readonly accountId: string;
  /** Parcels of one channel can overtake each other only by a fault. */
  readonly channel: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timeoutMs: number;
  /** When the next try after `attempt` failed with this status (0 = no answer); null gives up. */
  readonly retryAt: (status: number, attempt: number, now: number) => number | null;
  /** Asked before each try: false when the channel is gone. */
  readonly stillWanted: () => boolean;
  /** What a forger would send instead; absent when forging makes no sense for it. */
  readonly forged?: (how: string) => Pick<Parcel, "headers" | "body">;
  readonly onAnswer?: (status: number, durationMs: number) => void;
}

export interface PostAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

type CourierParts = {
  clock: VirtualClock;
  faults: FaultRules;
  ledger: Ledger;
  random: Random;
  witness: Witness | null;
};
type Outcome = { status: number; detail?: string; durationMs?: number };

/** Delivers notifications over real HTTP with retries, and loses, doubles, delays or forges them as told. */
export class Courier {
  readonly #clock: VirtualClock;
  readonly #faults: FaultRules;
  readonly #ledger: Ledger;
  readonly #random: Random;
  readonly #witness: Witness | null;
  readonly #held = new Map<string, () => void>();
  #inFlight = 0;
  #idle: (() => void)[] = [];

  constructor({ clock, faults, ledger, random, witness }: CourierParts) {
    this.#clock = clock;
    this.#faults = faults;
    this.#ledger = ledger;
    this.#random = random;
    this.#witness = witness;
  }

  /** Starts the delivery; never throws and never blocks the caller. */
  send(parcel: Parcel): void {
    this.#witness?.delivering(parcel);
    const hits = this.#faults.strike(parcel, ["push"]);
    const hit = (fault: string): FaultHit | undefined => hits.find((one) => one.fault === fault);
    if (hit("push-mute")) {
      this.#note(parcel, hits, { status: 0, detail: "muted" });
      return;
    }
    const forge = hit("push-forge");
    if (forge && parcel.forged) this.#try({ ...parcel, ...parcel.forged(textParam(forge, "how", "token")) }, 1, hits);
    const double = hit("push-duplicate");
    const times = double ? Math.max(1, numberParam(double, "times", 3)) : 1;
    const go = (): void => {
      for (let copy = 0; copy < times; copy++) this.#try(parcel, 1, hits);
    };
    const late = hit("push-delay");
    if (late) this.#clock.schedule(this.#clock.now() + this.#delay(late), go);
    else if (hit("push-reorder") && !this.#held.has(parcel.channel)) this.#held.set(parcel.channel, go);
    else this.#goAndReleaseHeld(parcel.channel, go);
  }

  /** Resolves when no delivery is under way (timers that lie in the future do not count). */
  settled(): Promise<void> {
    if (this.#inFlight === 0) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  clear(): void {
    this.#held.clear();
  }

  #goAndReleaseHeld(channel: string, go: () => void): void {
    go();
    const held = this.#held.get(channel);
    this.#held.delete(channel);
    held?.();
  }

  #delay(hit: FaultHit): number {
    const spread = Math.min(1, Math.max(0, numberParam(hit, "spread", 0)));
    return numberParam(hit, "ms", 60_000) * (1 - spread * this.#random.next());
  }

  #try(parcel: Parcel, attempt: number, hits: readonly FaultHit[]): void {
    if (!parcel.stillWanted()) return;
    this.#inFlight += 1;
    const started = performance.now();
    void post(parcel).then(({ status }) => {
      const durationMs = performance.now() - started;
      this.#note(parcel, hits, { status, durationMs, ...(attempt > 1 ? { detail: `try ${attempt}` } : {}) });
      parcel.onAnswer?.(status, durationMs);
      const again = status >= 200 && status < 300 ? null : parcel.retryAt(status, attempt, this.#clock.now());
      if (again !== null) this.#clock.schedule(again, () => this.#try(parcel, attempt + 1, hits));
      this.#inFlight -= 1;
      if (this.#inFlight === 0) for (const resolve of this.#idle.splice(0)) resolve();
    });
  }

  #note(parcel: Parcel, hits: readonly FaultHit[], { status, detail, durationMs = 0 }: Outcome): void {
    this.#ledger.note({
      kind: "push",
      provider: parcel.provider,
      operation: parcel.operation,
      account: parcel.accountId,
      method: "POST",
      path: pathOf(parcel.address),
      status,
      durationMs: Math.round(durationMs * 1_000) / 1_000,
      bytesOut: Buffer.byteLength(parcel.body),
      ...(detail === undefined ? {} : { detail }),
      ...(hits.length > 0 ? { faults: hits.map((hit) => hit.fault) } : {}),
    });
  }
}

/** One POST; status 0 when there was no answer. */
export function post(parcel: Pick<Parcel, "address" | "headers" | "body" | "timeoutMs">): Promise<PostAnswer> {
  return new Promise((resolve) => {
    const lost: PostAnswer = { status: 0, contentType: "", body: "" };
    if (!URL.canParse(parcel.address)) return resolve(lost);
    const send = parcel.address.startsWith("https:") ? httpsRequest : httpRequest;
    const request = send(parcel.address, {
      method: "POST",
      headers: { ...parcel.headers, "content-length": String(Buffer.byteLength(parcel.body)) },
      timeout: parcel.timeoutMs,
      agent: false,
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(lost));
    request.on("response", (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= 65_536) chunks.push(chunk);
        else request.destroy();
      });
      response.on("error", () => resolve(lost));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          contentType: String(response.headers["content-type"] ?? ""),
          body: Buffer.concat(chunks).toString("utf8"),
        }),
      );
    });
    request.end(parcel.body);
  });
}

function pathOf(address: string): string {
  return URL.canParse(address) ? new URL(address).pathname : "";
}
