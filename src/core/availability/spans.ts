/** From an instant up to, and without, another, in milliseconds: numbers, because thousands of them are compared. */
export type Span = { readonly from: number; readonly to: number };

/** In order and apart: those that overlap or touch have become one. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last === undefined || span.from > last.to) merged.push(span);
    else if (span.to > last.to) merged[merged.length - 1] = { from: last.from, to: span.to };
  }
  return merged;
}

/** Whether a span lies in one that is merged. */
export function isInside(merged: readonly Span[], { from, to }: Span): boolean {
  const at = merged[firstEndingAfter(merged, from)];
  return at !== undefined && at.from <= from && to <= at.to;
}

/** Touching is not meeting: one may end where another starts. */
export function meetsAny(merged: readonly Span[], { from, to }: Span): boolean {
  const at = merged[firstEndingAfter(merged, from)];
  return at !== undefined && at.from < to;
}

function firstEndingAfter(merged: readonly Span[], instant: number): number {
  let low = 0;
  let high = merged.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((merged[middle]?.to ?? 0) > instant) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** What of the first is in none of the others; both merged. */
export function subtract(merged: readonly Span[], without: readonly Span[]): readonly Span[] {
  return merged.flatMap((span) => {
    const left: Span[] = [];
    let from = span.from;
    for (let at = firstEndingAfter(without, from); at < without.length; at += 1) {
      const hole = without[at];
      if (hole === undefined || hole.from >= span.to) break;
      if (hole.from > from) left.push({ from, to: hole.from });
      from = Math.max(from, hole.to);
    }
    return from < span.to ? [...left, { from, to: span.to }] : left;
  });
}
