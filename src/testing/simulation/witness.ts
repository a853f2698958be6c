// Stands where the provider stands and remembers what it would: who asked what, what it answered, and what it can be blamed for.
import type { Hidden } from "@/core/ports/provider-call";
import type { FakeWorld } from "@/providers/fake/world";

import type { Surroundings } from "./process";
import type { Mortal, Timeline } from "./timeline";

export type Violation = { readonly invariant: string; readonly what: string };

export class Broken extends Error {
  override readonly name = "Broken";
  readonly violation: Violation;
  constructor(violation: Violation) {
    super(`${violation.invariant}: ${violation.what}`);
    this.violation = violation;
  }
}

type Refreshing = { readonly by: Mortal; readonly begunMs: number };
/** What the other side did that may cost a grant without anybody's fault here. */
export type Excuse = "revoked" | "answer_lost" | "called_lost" | "refused";

export type Witness = Pick<Surroundings, "watch"> & {
  readonly bug: Surroundings["onBug"];
  readonly violations: Violation[];
  readonly excuses: Map<string, Set<Excuse>>;
  readonly calls: Map<string, number>;
  /** Everybody was held up at this moment, so that leases ran out in the middle of things. */
  readonly noteLeap: () => void;
  readonly excuse: (email: string, why: Excuse) => void;
};

const leaseMs = 30_000;

export function openWitness(world: FakeWorld, timeline: Timeline): Witness {
  const violations: Violation[] = [];
  const excuses = new Map<string, Set<Excuse>>();
  const calls = new Map<string, number>();
  const refreshing = new Map<string, Refreshing>();
  let leaptAtMs = -Infinity;
  const excuse = (email: string, why: Excuse) => {
    excuses.set(email, (excuses.get(email) ?? new Set<Excuse>()).add(why));
  };

  function beginRefresh(by: Mortal, token: Hidden): (answer: unknown) => void {
    const email = world.signIn.lookUp(token.reveal())?.email ?? "nobody";
    const other = refreshing.get(email);
    if (other !== undefined) {
      const wasHeldUp = other.by.isDead || leaptAtMs >= other.begunMs;
      if (timeline.nowMs - other.begunMs < leaseMs && !other.by.isDead && leaptAtMs < other.begunMs)
        violations.push({ invariant: "I7", what: `${by.name} refreshes beside ${other.by.name}` });
      if (wasHeldUp) excuse(email, "answer_lost");
    }
    const mine = { by, begunMs: timeline.nowMs };
    refreshing.set(email, mine);
    return (answer) => {
      if (refreshing.get(email) === mine) refreshing.delete(email);
      const { error } = answer as { error?: { kind?: string } };
      if (error?.kind === "network") excuse(email, "answer_lost");
      if (error?.kind === "grant_lost") excuse(email, "called_lost");
    };
  }

  return {
    violations,
    excuses,
    calls,
    excuse,
    noteLeap: () => {
      leaptAtMs = timeline.nowMs;
    },
    bug: (message, error) => {
      const cause = error instanceof Error ? `${error.name}: ${error.message}` : "";
      if (error !== undefined && !isExpected(error)) violations.push({ invariant: "bug", what: `${message} ${cause}` });
    },
    watch: (by, operation, { args }) => {
      calls.set(operation, (calls.get(operation) ?? 0) + 1);
      if (operation === "refresh") return beginRefresh(by, args[1] as Hidden);
      return () => undefined;
    },
  };
}

/** What a provider did is no bug of ours. */
const isExpected = (error: unknown): boolean =>
  error instanceof Error && ["ProviderError", "WorkStopped", "Problem", "Undone"].includes(error.name);
