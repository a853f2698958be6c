/** Somebody of a team who is free, with what the turn is decided by. */
export type Candidate = {
  readonly userId: string;
  /** The higher is asked first. */
  readonly priority: number;
  /** Bookings that are still to come. */
  readonly load: number;
  readonly lastBookedAt: Date | null;
};

/**
 * Round robin: the highest priority, then the least load, then whoever waits the longest. In this order they are tried:
 * when somebody was quicker with one, the next takes the booking.
 */
export function rankHosts(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.toSorted(
    (a, b) =>
      b.priority - a.priority ||
      a.load - b.load ||
      (a.lastBookedAt?.getTime() ?? 0) - (b.lastBookedAt?.getTime() ?? 0) ||
      (a.userId < b.userId ? -1 : 1),
  );
}
