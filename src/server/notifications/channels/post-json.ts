import type { SendOutcome } from "@/core/ports/alert-channel";
import { callOut, CallRefused, type OutgoingCall } from "@/lib/outgoing-call";

const timeoutMs = 10_000;
/** They are gone, or will never take it. */
const lasting = new Set([400, 401, 403, 404, 405, 410, 413, 422]);

export type Posting = Pick<OutgoingCall, "url" | "headers" | "body" | "admitted">;

/** Every way in which a call can end, as an outcome. A redirect is none of ours to follow (S40). */
export async function post(posting: Posting): Promise<SendOutcome> {
  try {
    const { status } = await callOut({ ...posting, timeoutMs });
    if (status >= 200 && status < 300) return { do: "sent" };
    if (status >= 300 && status < 400) return { do: "failed", code: "redirected", isLasting: true };
    return { do: "failed", code: `http_${status}`, isLasting: lasting.has(status) };
  } catch (error) {
    if (error instanceof CallRefused) return { do: "failed", code: `refused_${error.reason}`, isLasting: true };
    const isSlow = error instanceof Error && (error.name === "TimeoutError" || error.name === "AbortError");
    return { do: "failed", code: isSlow ? "timeout" : "unreachable", isLasting: false };
  }
}

/** Nothing is sent that could be shown: who complains of an empty message with 400 is there, and knows us. */
export async function knock(posting: Posting): Promise<SendOutcome> {
  const outcome = await post(posting);
  return outcome.do === "failed" && outcome.code === "http_400" ? { do: "sent" } : outcome;
}
