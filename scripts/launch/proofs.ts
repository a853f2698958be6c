// The heavy proofs behind `npm run prove`: each is a test that takes its range of seeds from the environment.
export type Proof = {
  readonly id: string;
  readonly claim: string;
  readonly goal: number;
  /** How many seeds one run takes, small enough that an interrupted one loses little. */
  readonly slice: number;
  readonly tests: readonly string[];
  readonly env: (first: number, count: number) => Record<string, string>;
};

export type Progress = {
  readonly done: number;
  readonly failed: number;
  readonly seconds: number;
  readonly date: string;
};
export const noProgress: Progress = { done: 0, failed: 0, seconds: 0, date: "" };

export function nextSlice(proof: Proof, progress: Progress): { first: number; count: number } | null {
  const left = proof.goal - progress.done;
  return left > 0 ? { first: progress.done + 1, count: Math.min(proof.slice, left) } : null;
}

const number = new Intl.NumberFormat("en");

export function renderProofs(rows: readonly { proof: Proof; progress: Progress }[], source: string): string {
  const line = ({ proof, progress }: { proof: Proof; progress: Progress }) =>
    `| ${proof.claim} | ${number.format(progress.done)} of ${number.format(proof.goal)} | 1 to ${number.format(progress.done)} | ${progress.failed} | ${progress.seconds.toFixed(0)} s | ${progress.date || "not yet"} |`;
  return [
    "# Proof",
    "",
    "What `npm run prove` has shown, in full counts; `npm test` runs the same tests with fewer seeds. It can be stopped and",
    `goes on where it was, as long as the sources stay the same (fingerprint ${source}).`,
    "",
    "| claim | runs | seeds | differences | took | on |",
    "|---|---|---|---|---|---|",
    ...rows.map(line),
    "",
  ].join("\n");
}
