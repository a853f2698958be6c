import type { Provider } from "../kernel/provider";
import type { Reply } from "../kernel/reply";
import type { FaultName } from "./catalog";
import { errorReply } from "./instead";
import { numberParam, textParam, type FaultHit } from "./rules";

type Bend = (reply: Reply, hit: FaultHit, provider: Provider) => Reply;

const BENDS: Partial<Record<FaultName, Bend>> = {
  "answer-lost": (reply) => ({ ...reply, wire: { resetBefore: true } }),
  "status-after": (_reply, hit, provider) => errorReply(hit, provider, 500),
  "reset-mid-body": (reply, hit) => {
    const size = bytesOf(reply).length;
    const keep = numberParam(hit, "bytes", Math.floor(size / 2));
    return { ...reply, wire: { cutAfter: Math.min(keep, Math.max(0, size - 1)) } };
  },
  "truncated-json": (reply, hit) => {
    const whole = bytesOf(reply);
    const keep = numberParam(hit, "bytes", Math.floor((whole.length * 2) / 3));
    return { ...reply, body: whole.subarray(0, Math.min(keep, Math.max(0, whole.length - 1))) };
  },
  "trailing-garbage": (reply) => ({
    ...reply,
    body: Buffer.concat([bytesOf(reply), Buffer.from("\n<!-- proxy 7 -->}")]),
  }),
  "wrong-charset": (reply) => ({ ...reply, body: Buffer.from(bytesOf(reply).toString("utf8"), "utf16le") }),
  "slow-drip": (reply, hit) => ({
    ...reply,
    wire: { bytesPerSecond: Math.max(1, numberParam(hit, "bytesPerSecond", 20)) },
  }),
  "token-answer-invalid": (reply, hit) =>
    reply.status === 200 ? invalidToken(reply, textParam(hit, "how", "no-token")) : reply,
};

/** Lets an answer suffer what the faults say, in the order they were chosen. */
export function bendAnswer(reply: Reply, hits: readonly FaultHit[], provider: Provider): Reply {
  return hits.reduce((bent, hit) => BENDS[hit.fault]?.(bent, hit, provider) ?? bent, reply);
}

function bytesOf(reply: Reply): Buffer {
  return Buffer.from(reply.body ?? "");
}

function invalidToken(reply: Reply, how: string): Reply {
  if (how === "not-json") return { ...reply, body: "access_token=none&token_type=Bearer" };
  if (how === "array") return { ...reply, body: "[]" };
  const answer = JSON.parse(bytesOf(reply).toString("utf8")) as Record<string, unknown>;
  const wrong: Record<string, Record<string, unknown>> = {
    "no-token": { ...answer, access_token: undefined },
    "zero-life": { ...answer, expires_in: 0 },
    "wrong-type": { ...answer, access_token: 42, expires_in: "never" },
  };
  return { ...reply, body: JSON.stringify(wrong[how] ?? wrong["no-token"]) };
}
