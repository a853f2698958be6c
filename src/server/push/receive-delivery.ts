import type { PushPort } from "@/core/ports/provider-push";
import { BodyRefused } from "@/lib/http";
import { isOutage } from "@/server/db/outage";
import type { Deps } from "@/server/deps";

import { openAcceptor, type Acceptor } from "./accept-notices";
import { openDoorkeeper, type Doorkeeper } from "./doorkeeper";

export type Arrival = {
  readonly provider: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Where it came from. */
  readonly address: string;
  readonly readBody: () => Promise<string>;
};
export type Receipt = { readonly status: number; readonly text: string; readonly retryAfterSeconds?: number };

export const bodyLimits = { maxBytes: 256 * 1024, deadlineMs: 10_000 };

type Reception = { readonly acceptor: Acceptor; readonly doorkeeper: Doorkeeper };
const receptions = new WeakMap<Deps, Reception>();

function receptionOf(deps: Deps): Reception {
  const known = receptions.get(deps) ?? { acceptor: openAcceptor(deps), doorkeeper: openDoorkeeper(deps) };
  receptions.set(deps, known);
  return known;
}

/** S38: whoever sends something else than we expect learns nothing from the answer. */
const accepted: Receipt = { status: 202, text: "" };
const unreadable: Receipt = { status: 400, text: "" };
const refusedBodies: Readonly<Record<BodyRefused["reason"], Receipt>> = {
  "too large": { status: 413, text: "" },
  "too slow": { status: 408, text: "" },
  "not UTF-8": unreadable,
};

/**
 * WHK-2. What a provider sends: a handshake is echoed, notices are kept and then acknowledged, never the other way round.
 * What they hint at is done by due work.
 */
export async function receiveDelivery(deps: Deps, arrival: Arrival): Promise<Receipt> {
  const { acceptor, doorkeeper } = receptionOf(deps);
  const waitMs = doorkeeper.admitAddress(arrival.address);
  if (waitMs > 0) return tooMany(waitMs);
  const push = (await deps.providers()).get(arrival.provider)?.push;
  if (push === undefined) return { status: 404, text: "" };
  const delivery = await readDelivery(push, arrival);
  if ("status" in delivery) return delivery;
  if (delivery.kind === "handshake") return { status: 200, text: delivery.echo };
  if (delivery.kind === "unreadable") {
    doorkeeper.noteRefusal(arrival.address);
    return unreadable;
  }
  const { known, waitMs: channelWaitMs } = doorkeeper.admitChannels(arrival.provider, delivery.notices);
  if (channelWaitMs > 0) return tooMany(channelWaitMs);
  if (known.length === 0) return accepted;
  try {
    const refused = await acceptor.add(arrival.provider, known);
    doorkeeper.noteRefused(arrival, refused);
    return accepted;
  } catch (error) {
    if (!isOutage(error)) deps.log.error("Notices could not be kept", { err: error, provider: arrival.provider });
    // Both providers try again after this one.
    return { status: 503, text: "", retryAfterSeconds: 5 };
  }
}

const tooMany = (waitMs: number): Receipt => ({
  status: 429,
  text: "",
  retryAfterSeconds: Math.max(1, Math.ceil(waitMs / 1_000)),
});

async function readDelivery(push: PushPort, { query, headers, readBody }: Arrival) {
  try {
    return push.readDelivery({ query, headers, body: await readBody() });
  } catch (error) {
    if (error instanceof BodyRefused) return refusedBodies[error.reason];
    throw error;
  }
}

/** As text and nothing else, whatever it holds (S35). */
export function toHeaders({ text, retryAfterSeconds }: Receipt): Record<string, string> {
  return {
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(text === "" ? {} : { "content-type": "text/plain; charset=utf-8" }),
    ...(retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) }),
  };
}
