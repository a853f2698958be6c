/** Why work was stopped. The reason of the signal that its handler gets. */
export type StopReason =
  /** The process ends, or its time is over: due again at once. */
  | "leaving"
  /** Somebody else holds it, or may: nothing more is written. */
  | "lease_lost"
  /** It took longer than its kind may. */
  | "timeout";

export class WorkStopped extends Error {
  override readonly name = "WorkStopped";
  readonly because: StopReason;

  constructor(because: StopReason) {
    super(`The work was stopped: ${because}`);
    this.because = because;
  }
}

/** Null: nothing stopped it. */
export const stopReasonOf = (signal: AbortSignal): StopReason | null =>
  signal.aborted && signal.reason instanceof WorkStopped ? signal.reason.because : null;
