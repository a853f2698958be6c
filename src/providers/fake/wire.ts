import type { ProviderErrorKind } from "@/core/errors/kinds";
import { isProviderError, type ProviderError } from "@/core/errors/provider-error";
import type { Access, CallRules } from "@/core/ports/provider-call";
import type { Sleep } from "@/lib/sleep";
import { mapError, type FakeTrouble } from "./map-error";
import type { FakeFault, FakeWorld } from "./world";

export type Work<T> = (about: {
  readonly fail: (trouble: FakeTrouble) => never;
  readonly fault: FakeFault["is"] | null;
}) => T;
export type FakeWire = {
  readonly world: FakeWorld;
  /** One request: the trouble that was chosen, the work, and the fact of it. */
  ask<T>(
    call: CallRules,
    request: {
      readonly operation: string;
      readonly endpoint: string;
      readonly access?: Access;
      readonly refreshToken?: string;
    },
    work: Work<T>,
  ): Promise<T>;
};

export function openWire(world: FakeWorld): FakeWire {
  return {
    world,
    ask: async (call, { operation, endpoint, access, refreshToken }, work) => {
      const startedAt = world.options.now();
      const report = (outcome: "ok" | ProviderErrorKind) =>
        call.onCall({
          ...{ provider: "fake", operation, endpoint, startedAt, durationMs: 0, outcome, attempt: call.attempt },
          ...{ status: outcome === "ok" ? 200 : null, requestId: null, receivedBytes: null },
        });
      try {
        const value = await answer({ world, call, operation, access, refreshToken }, work);
        report("ok");
        return value;
      } catch (error) {
        if (isProviderError(error)) report(error.kind);
        throw error;
      }
    },
  };
}

const bearerOf = (access: Access | undefined): string | null =>
  access?.kind === "bearer" ? access.token.reveal() : null;

/** The work may be done all the same: what was lost is its answer. */
const asLost = (operation: string): ProviderErrorKind =>
  operation === "saveEvent" || operation === "removeEvent" ? "outcome_unknown" : "network";

type Request = {
  readonly world: FakeWorld;
  readonly call: CallRules;
  readonly operation: string;
  readonly access: Access | undefined;
  readonly refreshToken: string | undefined;
};

async function answer<T>({ world, call, operation, access, refreshToken }: Request, work: Work<T>): Promise<T> {
  const fail = (trouble: FakeTrouble): never => {
    throw mapError(trouble, operation);
  };
  if (call.signal.aborted) fail({ kind: "aborted" });
  const bearer = bearerOf(access);
  const fault = world.strike(operation, refreshToken ?? bearer);
  if (fault === "silence") fail({ kind: await untilGivenUp(world.options.sleep, call) });
  if (typeof fault === "object" && fault !== null) throw toError(fault, operation);
  if (access !== undefined && (bearer === null || world.signIn.emailOf(bearer) === null))
    fail({ kind: "unauthorized" });
  const value = work({ fail, fault });
  await world.options.beforeAnswer?.(operation);
  if (fault === "lost_answer") fail({ kind: asLost(operation) });
  return value;
}

const toError = (fault: Extract<FakeFault["is"], object>, operation: string): ProviderError =>
  mapError(fault, operation);

/** Nobody waits for an answer for ever. */
async function untilGivenUp(sleep: Sleep, { signal, timeoutMs }: CallRules): Promise<"aborted" | "timeout"> {
  try {
    await sleep(timeoutMs, signal);
    return "timeout";
  } catch (error) {
    if (!signal.aborted) throw error;
    return "aborted";
  }
}
