import { randomUUID } from "node:crypto";

import type { WorkName } from "@/core/work/catalog";
import { extendSyncs, extendWork, type HeldRow } from "@/server/db/work/leases";
import { putBackSync, putBackUnheard, putBackWork } from "@/server/db/work/put-back";
import type { Deps } from "@/server/deps";

import type { Bell } from "./bell";
import { isSync, somebodyWaits, type Claim } from "./claim";
import { claimDue, leaseMs, type Room } from "./claim-due";
import { openEndings } from "./endings";
import type { WorkHandlers } from "./handler";
import { mustRunAlone, runClaim, type RunContext } from "./run-claim";
import { WorkStopped, type StopReason } from "./stopped";
import type { Tally } from "./tally";
import { pause } from "./wait";

const beatMs = 10_000;
const retryMs = 1_000;
/** What crashed twice waits that long for the others to end before it runs all the same. */
const aloneWithinMs = 30_000;

type Running = { readonly claim: Claim; readonly controller: AbortController; leaseUntil: Date };

export type SlotOptions = {
  readonly handlers: WorkHandlers;
  readonly owner?: string | undefined;
  readonly concurrency: number;
  readonly kinds: readonly WorkName[];
  readonly tally: Tally;
  /** Rung when a slot becomes free. */
  readonly bell: Bell;
};

/** The places where work runs in this process. Every lease is extended while its work runs, and given back after. */
export class Slots {
  readonly #deps: Deps;
  readonly #options: SlotOptions;
  readonly #owner: string;
  readonly #context: RunContext;
  readonly #running = new Map<string, Running>();
  readonly #runs = new Set<Promise<void>>();
  readonly #closing = new AbortController();
  #hasSuspect = false;
  /** The answer to a claim did not come: what it took, if it took anything, is leased to us, and we do not know of it. */
  #mayHoldUnheard = false;
  #syncsFirst = false;
  #beating: Promise<void> | null = null;

  constructor(deps: Deps, options: SlotOptions) {
    this.#deps = deps;
    this.#options = options;
    this.#owner = options.owner ?? randomUUID();
    this.#context = { deps, handlers: options.handlers, endings: openEndings(deps) };
  }

  get busy(): number {
    return this.#running.size;
  }

  get isFull(): boolean {
    return this.busy >= this.#options.concurrency || this.#hasSuspect;
  }

  /** A quarter stays free for what somebody waits for, and a quarter for the rest, so that neither stops the other. */
  #room(): Room {
    const { concurrency } = this.#options;
    const most = concurrency - Math.floor(concurrency / 4);
    const waiting = [...this.#running.values()].filter(({ claim }) => claim.priority >= somebodyWaits).length;
    return { waiting: most - waiting, rest: most - (this.busy - waiting) };
  }

  /** Claims what there is room for and starts it. Answers how many. */
  async fill(): Promise<number> {
    if (this.isFull || this.#closing.signal.aborted) return 0;
    const room = this.#room();
    if (room.waiting < 1 && room.rest < 1) return 0;
    const claims = await this.#claim(room);
    const [suspect, ...others] = claims.filter(mustRunAlone);
    const begun = claims.filter((claim) => !others.includes(claim));
    for (const claim of begun) this.#occupy(claim);
    for (const claim of begun) if (claim !== suspect) this.#track(this.#run(claim));
    if (suspect !== undefined) this.#track(this.#runAlone(suspect, others));
    return begun.length;
  }

  async #claim(room: Room): Promise<Claim[]> {
    if (this.#mayHoldUnheard) await this.#putBackUnheard();
    this.#syncsFirst = !this.#syncsFirst;
    this.#mayHoldUnheard = true;
    const claims = await claimDue(this.#deps, {
      owner: this.#owner,
      kinds: this.#options.kinds,
      room,
      total: this.#options.concurrency - this.busy,
      syncsFirst: this.#syncsFirst,
    });
    this.#mayHoldUnheard = false;
    return claims;
  }

  /** F13. Left where it is it would wait for the end of its lease, and count as a crash that nobody had. */
  async #putBackUnheard(): Promise<void> {
    const { db, now, log } = this.#deps;
    const asked = { owner: this.#owner, heard: [...this.#running.keys()], now: now() };
    const rows = await db.outsideWorkspace((tx) => putBackUnheard(tx, asked));
    this.#mayHoldUnheard = false;
    if (rows > 0) log.info("Work that was claimed without an answer was put back", { rows });
  }

  #occupy(claim: Claim): void {
    this.#options.tally.count(claim.name, "claimed");
    this.#running.set(claim.id, { claim, controller: new AbortController(), leaseUntil: claim.leaseUntil });
    this.#beating ??= this.#beat();
  }

  async #putBack(claim: Claim): Promise<void> {
    const { workspaceId } = claim;
    do {
      try {
        await this.#deps.db.inWorkspace({ workspaceId }, (tx) =>
          isSync(claim) ? putBackSync(tx, claim) : putBackWork(tx, claim),
        );
        return;
      } catch (error) {
        this.#deps.log.warn("Work could not be put back and is tried again", { kind: claim.name, err: error });
        await pause(this.#deps, retryMs, this.#closing.signal);
      }
    } while (!this.#closing.signal.aborted);
  }

  #track(run: Promise<void>): void {
    this.#runs.add(run);
    void run.finally(() => {
      this.#runs.delete(run);
      this.#options.bell.ring();
    });
  }

  async #run(claim: Claim): Promise<void> {
    const running = this.#running.get(claim.id);
    try {
      const controller = running?.controller ?? new AbortController();
      this.#options.tally.count(claim.name, await runClaim(this.#context, claim, controller));
    } catch (error) {
      // The database was away: the lease runs out, and it runs once more.
      this.#deps.log.error("How work ended could not be written", { kind: claim.name, id: claim.id, err: error });
      this.#options.tally.count(claim.name, "lost");
    } finally {
      this.#running.delete(claim.id);
    }
  }

  /** After what runs has ended; nothing else is begun meanwhile. */
  async #runAlone(suspect: Claim, others: readonly Claim[]): Promise<void> {
    this.#hasSuspect = true;
    // Still held when this one kills the process, they would count one more crash that is not theirs.
    for (const other of others) await this.#putBack(other);
    const deadline = this.#deps.now().getTime() + aloneWithinMs;
    while (this.busy > 1 && this.#deps.now().getTime() < deadline && !this.#closing.signal.aborted)
      await pause(this.#deps, 100, this.#closing.signal);
    await this.#run(suspect);
    this.#hasSuspect = false;
  }

  async #beat(): Promise<void> {
    while (this.busy > 0) {
      await pause(this.#deps, beatMs, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      try {
        await this.#extend();
      } catch (error) {
        this.#deps.log.warn("Leases could not be extended", { held: this.busy, err: error });
        this.#stopExpired();
      }
    }
    this.#beating = null;
  }

  async #extend(): Promise<void> {
    const held = [...this.#running.values()];
    const leaseUntil = new Date(this.#deps.now().getTime() + leaseMs);
    const rows = (of: readonly Running[]): HeldRow[] => of.map(({ claim }) => claim);
    const syncs = held.filter(({ claim }) => isSync(claim));
    const work = held.filter(({ claim }) => !isSync(claim));
    const kept = await this.#deps.db.outsideWorkspace(async (tx) => [
      ...(syncs.length === 0 ? [] : await extendSyncs(tx, rows(syncs), leaseUntil)),
      ...(work.length === 0 ? [] : await extendWork(tx, rows(work), leaseUntil)),
    ]);
    for (const running of held) {
      if (kept.includes(running.claim.id)) running.leaseUntil = leaseUntil;
      else running.controller.abort(new WorkStopped("lease_lost"));
    }
  }

  /** Nobody answers, so nobody can say that it is still ours: from the end of its lease on it is not. */
  #stopExpired(): void {
    const now = this.#deps.now();
    for (const { leaseUntil, controller } of this.#running.values())
      if (leaseUntil <= now) controller.abort(new WorkStopped("lease_lost"));
  }

  /** Stops what runs, waits until it has given back what it holds. */
  async close(because: StopReason): Promise<void> {
    for (const { controller } of this.#running.values()) controller.abort(new WorkStopped(because));
    this.#closing.abort();
    await Promise.all([...this.#runs]);
    await this.#beating;
    if (!this.#mayHoldUnheard) return;
    try {
      await this.#putBackUnheard();
    } catch (error) {
      this.#deps.log.warn("What may have been claimed could not be put back: its lease runs out", { err: error });
    }
  }
}
