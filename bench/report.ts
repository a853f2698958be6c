/** One line per figure; a figure that misses its goal makes the run fail. */
export type Goal = { readonly least?: number; readonly most?: number };

export function reporter(bench: string): (figure: string, value: number, goal: Goal) => void {
  return (figure, value, { least, most }) => {
    const isMet = value >= (least ?? -Infinity) && value <= (most ?? Infinity);
    const goal = least ?? most ?? "none";
    const shown = Math.round(value * 1_000) / 1_000;
    process.stdout.write(`bench:${bench} ${figure}=${shown} goal=${goal} ${isMet ? "ok" : "short"}\n`);
    if (!isMet) process.exitCode = 1;
  };
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
