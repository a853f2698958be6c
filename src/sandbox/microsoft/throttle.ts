import type { Call } from "../kernel/call";
import type { Admission } from "../kernel/provider";
import { ConcurrencyGauge, SlidingWindow } from "../kernel/quota";
import { bearerOf } from "./caller";
import { GRAPH_PROBLEMS, graphReply } from "./graph-errors";
import type { Office } from "./office";

/** Outlook's limits per application and mailbox: calls at the same moment, and calls in ten minutes. */
export class Throttle {
  readonly #office: Office;
  readonly #gauge = new ConcurrencyGauge();
  #window: SlidingWindow;
  #windowMs: number;

  constructor(office: Office) {
    this.#office = office;
    this.#windowMs = office.switches.mailboxWindowMs;
    this.#window = new SlidingWindow(office.ground.clock, this.#windowMs);
  }

  admit(call: Call): Admission {
    if (call.operation.startsWith("oauth.") || call.operation === "batch.send") return null;
    const token = this.#office.ground.vault.access.get(bearerOf(call.request) ?? "");
    if (!token) return null;
    const key = `${token.clientId}|${token.accountId}`;
    const taken = this.#count(key);
    if (taken !== null)
      return {
        refused: this.#refusal(call, {
          message: "Application is over its request limit.",
          seconds: Math.ceil(taken / 1_000),
        }),
      };
    // The parts of a batch keep to the limit by themselves.
    if (call.request.inBatch) return null;
    const release = this.#gauge.enter(key, this.#office.switches.mailboxConcurrency);
    if (release) return { release };
    const { message } = GRAPH_PROBLEMS.ApplicationThrottled;
    return { refused: this.#refusal(call, { message, seconds: this.#office.switches.retryAfterSeconds }) };
  }

  clear(): void {
    this.#window.clear();
  }

  #count(key: string): number | null {
    const { mailboxRequests, mailboxWindowMs } = this.#office.switches;
    if (mailboxWindowMs !== this.#windowMs) {
      this.#windowMs = mailboxWindowMs;
      this.#window = new SlidingWindow(this.#office.ground.clock, mailboxWindowMs);
    }
    const taken = this.#window.take(key, 1, mailboxRequests);
    if (taken.ok) return null;
    // Calls that are refused count as well: who does not wait stays outside (fact sheet 4.9).
    this.#window.take(key, 1, Number.POSITIVE_INFINITY);
    return taken.retryAfterMs;
  }

  #refusal(call: Call, why: { message: string; seconds: number }) {
    call.notes.reason = "ApplicationThrottled";
    return graphReply(
      this.#office.ground,
      { ...GRAPH_PROBLEMS.ApplicationThrottled, message: why.message, headers: { "retry-after": String(why.seconds) } },
      call.request,
    );
  }
}
