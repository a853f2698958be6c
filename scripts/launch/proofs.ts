// The heavy proofs behind `npm run prove`: each is a test that takes its range of seeds from the environment.
export type Proof = {
  readonly id: string;
  readonly claim: string;
  readonly goal: number;
  /** How many seeds one run takes, small enough that an interrupted one loses little. */
  readonly slice: number;
  readonly tests: readonly string[];
  /** Files and folders it says something about: when they change, it starts over. */
  readonly sources: readonly string[];
  readonly env: (first: number, count: number) => Record<string, string>;
  /** What its tests counted besides seeds, one number a line of the file that PROVE_TALLY names, in words. */
  readonly tells?: (counted: readonly number[], seconds: number) => string;
};

export type Progress = {
  readonly done: number;
  readonly failed: number;
  readonly seconds: number;
  readonly date: string;
  readonly counted?: readonly number[];
  /** Fingerprint of the sources it was shown for. */
  readonly source: string;
};
export const noProgress: Progress = { done: 0, failed: 0, seconds: 0, date: "", source: "" };

/** What was shown so far; nothing, when it was shown for other sources. */
export const progressFor = (kept: Progress | undefined, source: string): Progress =>
  kept?.source === source ? kept : { ...noProgress, source };

export function nextSlice(proof: Proof, progress: Progress): { first: number; count: number } | null {
  const left = proof.goal - progress.done;
  const count = Math.min(proof.slice, left);
  return left > 0 ? { first: progress.done + 1, count } : null;
}

const number = new Intl.NumberFormat("en");

export const readTally = (text: string): number[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map(Number);

export const tellOperations = (counted: readonly number[], seconds: number): string => {
  const sum = counted.reduce((all, each) => all + each, 0);
  return `${number.format(sum)} operations, ${number.format(Math.round(sum / seconds))} a second`;
};

/** Of each mistake: how many seeds it took to find it. */
export function tellFound(counted: readonly number[]): string {
  const sorted = counted.toSorted((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return `${sorted.length} mistakes, half of them found within ${median} seeds, all within ${sorted.at(-1) ?? 0}`;
}

export const tellCounted = ({ tells }: Proof, { counted = [], seconds }: Progress): string =>
  tells === undefined || counted.length === 0 ? "" : tells(counted, seconds);

export function renderProofs(rows: readonly { proof: Proof; progress: Progress }[]): string {
  const line = ({ proof, progress }: { proof: Proof; progress: Progress }) => {
    const { done, failed, seconds, date, source } = progress;
    const seeds = done === 0 ? "none yet" : `1 to ${number.format(done)}`;
    return `| ${proof.claim} | ${number.format(done)} of ${number.format(proof.goal)} | ${seeds} | ${tellCounted(proof, progress)} | ${failed} | ${seconds.toFixed(0)} s | ${date || "not yet"} | ${source.slice(0, 12) || "none"} |`;
  };
  return [
    "# Proof",
    "",
    "What `npm run prove` has shown, in full counts; `npm test` runs the same tests with fewer seeds. It can be stopped and",
    "goes on where it was, as long as the sources that a claim is about stay the same. The last column is their fingerprint.",
    "An operation of the simulation is an edit or another thing that somebody does, a transaction of ours, a request to a",
    "provider or its answer: between any two of them anything else may happen, and the invariants are checked.",
    "",
    "| claim | runs | seeds | counted | differences | took | on | sources |",
    "|---|---|---|---|---|---|---|---|",
    ...rows.map(line),
    "",
  ].join("\n");
}
