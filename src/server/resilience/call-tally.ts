import type { CallFact } from "@/core/ports/provider-call";

/** What the calls of one run have cost so far. Counted while it runs, written down at its end. */
export type CallTally = {
  /** HTTP requests, each page and each retry included. */
  calls: number;
  /** Tries of an operation after its first. */
  retries: number;
  /** Bytes received. */
  bytes: number;
};

export const newTally = (): CallTally => ({ calls: 0, retries: 0, bytes: 0 });

export function countFact(tally: CallTally, fact: CallFact): void {
  tally.calls += 1;
  tally.bytes += fact.receivedBytes ?? 0;
}
