// F49, I9: nobody calls before the rest is over that a provider has asked for.
import type { Hidden } from "@/core/ports/provider-call";
import type { FakeWorld } from "@/providers/fake/world";

import type { Mortal, Timeline } from "./timeline";
import type { Violation } from "./witness";

type Rest = { readonly untilMs: number; readonly heardMs: number; readonly by: Mortal };
type Called = { readonly access?: { readonly kind: string; readonly token?: Hidden } };

export type Rests = {
  readonly watch: (by: Mortal, operation: string, args: readonly unknown[]) => (answer: unknown) => void;
  readonly noteLeap: () => void;
  /** What somebody wanted to remember may be lost. */
  readonly forget: () => void;
};

/** Calls that were let go before the wish was known arrive within this. */
const onTheirWayMs = 10_000;
const isToken = (operation: string) => operation === "refresh" || operation === "revoke";

export function watchRests(world: FakeWorld, timeline: Timeline, violations: Violation[]): Rests {
  const rests = new Map<string, Rest>();
  let leaptAtMs = -Infinity;

  /** A token endpoint is another service. Null for what nobody has asked to rest. */
  function keyOf(operation: string, [call, token]: readonly unknown[]): string | null {
    if (isToken(operation)) {
      const email = world.signIn.lookUp((token as Hidden).reveal())?.email;
      return email === undefined ? null : `token ${email}`;
    }
    const { access } = call as Called;
    const email = access?.token === undefined ? null : world.signIn.ownerOf(access.token.reveal());
    return email === null ? null : `calls ${email}`;
  }

  return {
    watch: (by, operation, args) => {
      const key = keyOf(operation, args);
      if (key === null) return () => undefined;
      const rest = rests.get(key);
      const nowMs = timeline.passedMs;
      const isKnown = rest !== undefined && !rest.by.isDead && nowMs > Math.max(rest.heardMs, leaptAtMs) + onTheirWayMs;
      if (isKnown && nowMs < rest.untilMs)
        violations.push({
          invariant: "I9",
          what: `${by.name} asks ${operation} ${Math.round((rest.untilMs - nowMs) / 1_000)} s before its rest is over`,
        });
      return (answer) => {
        const { error } = answer as { error?: { facts?: { retryAfterMs?: number } } };
        const restMs = error?.facts?.retryAfterMs ?? 0;
        const untilMs = timeline.passedMs + restMs;
        if (restMs > 0 && untilMs > (rests.get(key)?.untilMs ?? 0))
          rests.set(key, { untilMs, heardMs: timeline.passedMs, by });
      };
    },
    noteLeap: () => {
      leaptAtMs = timeline.passedMs;
    },
    forget: () => {
      rests.clear();
    },
  };
}
