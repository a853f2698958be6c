/** A write of ours that may come back as a change. */
export type OwnWrite = {
  readonly id: string;
  /** The mark that it was created under; null for a change or a cancel. */
  readonly mark: string | null;
  readonly remoteId: string | null;
  /** The version that the provider answered with; null when its answer was lost. */
  readonly remoteVersion: string | null;
};

type Written = { readonly remoteId: string; readonly remoteVersion: string; readonly ownMark: string | null };

export type Echo =
  /** Exactly what we wrote: nobody else has done anything. */
  | { readonly kind: "echo"; readonly write: OwnWrite }
  /** F6, F51: the answer was lost, and here is the proof that the write arrived. */
  | { readonly kind: "proof"; readonly write: OwnWrite }
  /** Ours once, changed by somebody since. */
  | { readonly kind: "changed_since"; readonly write: OwnWrite };

/** Whether an event that comes in goes back to a write of ours; null when it does not. */
export function recogniseEcho(event: Written, writes: readonly OwnWrite[]): Echo | null {
  const ours = writes.filter((write) => isAbout(write, event));
  const write = ours.find(({ remoteVersion }) => remoteVersion === event.remoteVersion) ?? ours.at(-1);
  if (write === undefined) return null;
  if (write.remoteVersion === event.remoteVersion) return { kind: "echo", write };
  if (write.remoteVersion !== null) return { kind: "changed_since", write };
  // Without an answer only the mark proves anything: the id alone may show the state before the write.
  return write.mark !== null && write.mark === event.ownMark ? { kind: "proof", write } : null;
}

function isAbout(write: OwnWrite, event: Written): boolean {
  return (
    (write.mark !== null && write.mark === event.ownMark) ||
    (write.remoteId !== null && write.remoteId === event.remoteId)
  );
}
