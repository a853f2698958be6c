/** F78. What a plan would delete, against what there is. */
export type DeletionCount = {
  readonly liveEvents: number;
  readonly deletedEvents: number;
  /** A series counts as one: a person who ends a daily meeting deletes one thing. */
  readonly liveThings: number;
  readonly deletedThings: number;
};

/** A deletion that is not believed yet. */
export type HeldDeletion = {
  readonly heldSince: Date;
  /** Reads that said the same, the first included. */
  readonly reads: number;
  readonly approvedAt: Date | null;
};

export type DeletionVerdict =
  | { readonly do: "apply" }
  /** Keep everything and read once more: an empty answer is more often a fault than a wish. */
  | { readonly do: "read_again"; readonly at: Date; readonly held: HeldDeletion }
  /** Two reads agree, and it is too much to be done without being asked. */
  | { readonly do: "ask"; readonly held: HeldDeletion };

const deletionLimits = {
  /** Fewer than that are never suspicious. */
  fewEvents: 10,
  suspiciousShare: 0.5,
  askAboveShare: 0.8,
  readAgainMs: 60_000,
} as const;

export function judgeDeletion(count: DeletionCount, held: HeldDeletion | null, now: Date): DeletionVerdict {
  if (!isSuspicious(count) || held?.approvedAt) return { do: "apply" };
  if (held === null) {
    return {
      do: "read_again",
      at: new Date(now.getTime() + deletionLimits.readAgainMs),
      held: { heldSince: now, reads: 1, approvedAt: null },
    };
  }
  const share = count.deletedEvents / count.liveEvents;
  return share > deletionLimits.askAboveShare
    ? { do: "ask", held: { ...held, reads: held.reads + 1 } }
    : { do: "apply" };
}

function isSuspicious({ liveEvents, deletedEvents, liveThings, deletedThings }: DeletionCount): boolean {
  const limit = deletionLimits.suspiciousShare;
  return (
    deletedEvents >= deletionLimits.fewEvents &&
    deletedEvents > liveEvents * limit &&
    deletedThings > liveThings * limit
  );
}

/** "A read would delete 4,812 of 5,000 events …" */
export function explainHeld({ deletedEvents, liveEvents }: DeletionCount, party: string): string {
  const figure = (value: number) => value.toLocaleString("en");
  return `${party} says that ${figure(deletedEvents)} of ${figure(liveEvents)} events are gone. We kept them; say whether that is right.`;
}
