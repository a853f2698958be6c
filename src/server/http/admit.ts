import type { Secret } from "@/lib/secret";
import { findCaller, readBearer, type Credential } from "@/server/auth/find-caller";
import { findSessionToken } from "@/server/auth/session-token";
import { takeTokens, type Bucket } from "@/server/db/people/rate-buckets";
import type { Deps } from "@/server/deps";
import type { Caller } from "@/server/people/person";

import { addressBucket } from "./client-address";
import { Problem } from "./problem";
import { demoFactor, perAddress, perWorkspace, rates, type Rate, type RateClass } from "./rates";

async function readCredential(headers: Headers, { env }: Deps): Promise<Credential | null> {
  const bearer: Secret | null = readBearer(headers);
  if (bearer !== null) return { kind: "key", secret: bearer };
  const token = await findSessionToken(headers, env);
  return token && { kind: "session", token };
}

type Who = { readonly caller: Caller | null; readonly address: string; readonly rate: RateClass };

/** Person, workspace and address each have their own bucket, so that none can use up another's share. */
function bucketsFor({ caller, address, rate }: Who, factor: number): Bucket[] {
  const ownRate = rates[rate];
  if (ownRate === null) return [];
  const bucket = (key: string, { capacity, perSecond }: Rate): Bucket => ({
    key,
    capacity: capacity * factor,
    perSecond: perSecond * factor,
  });
  const from = `address:${addressBucket(address)}`;
  if (caller === null) return [bucket(from, perAddress), bucket(`${from}:${rate}`, ownRate)];
  const workspaceId = caller.kind === "key" ? caller.workspaceId : caller.workspace?.id;
  const name = caller.kind === "key" ? `key:${caller.keyId}` : `person:${caller.user.id}`;
  return [
    bucket(from, perAddress),
    bucket(`${name}:${rate}`, ownRate),
    ...(workspaceId === undefined ? [] : [bucket(`workspace:${workspaceId}`, perWorkspace)]),
  ];
}

export type Arrival = { readonly headers: Headers; readonly address: string; readonly rate: RateClass };

/** Who is calling, and whether they may call now: one short transaction for both. */
export async function admit(deps: Deps, { headers, address, rate }: Arrival): Promise<Caller | null> {
  const { db, env } = deps;
  const now = deps.now();
  const credential = await readCredential(headers, deps);
  const { caller, waitMs } = await db.outsideWorkspace(async (tx) => {
    const found = credential && (await findCaller(tx, credential, { now, idleMinutes: env.sessions.idleMinutes }));
    const buckets = bucketsFor({ caller: found, address, rate }, env.demo ? demoFactor : 1);
    return { caller: found, waitMs: buckets.length === 0 ? 0 : await takeTokens(tx, buckets, now) };
  });
  if (waitMs > 0) throw new Problem("rate_limited", { retryAfterMs: waitMs });
  if (caller === null && credential?.kind === "key") throw new Problem("key_not_valid");
  return caller;
}
