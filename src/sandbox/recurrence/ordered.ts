import type { Placed } from "./rule-occurrences";

export function compare(a: Placed, b: Placed): number {
  return a.instant - b.instant || a.wall - b.wall;
}

/**
 * Rules yield in the order of the wall. A time moved over a gap can then stand before a smaller instant (02:30 becomes
 * 03:30, and 03:00 follows): it is held until what comes before it has passed.
 */
export function* inOrderOfInstants(source: Iterable<Placed>): Generator<Placed> {
  let held: Placed[] = [];
  for (const placed of source) {
    if (held.length === 0 && !placed.shifted) {
      yield placed;
      continue;
    }
    held = [...held, placed].sort(compare);
    if (placed.shifted) continue;
    const passed = held.findIndex((waiting) => compare(waiting, placed) > 0);
    yield* held.splice(0, passed < 0 ? held.length : passed);
  }
  yield* held;
}

/** Merges ordered sources into one, the same occurrence only once. */
export function* merged(sources: readonly Iterable<Placed>[]): Generator<Placed> {
  const heads = sources
    .map((source) => source[Symbol.iterator]())
    .map((iterator) => ({ iterator, next: iterator.next() }));
  let last: Placed | null = null;
  for (;;) {
    let first: (typeof heads)[number] | null = null;
    for (const head of heads) {
      if (head.next.done) continue;
      if (!first || first.next.done || compare(head.next.value, first.next.value) < 0) first = head;
    }
    if (!first || first.next.done) return;
    const placed: Placed = first.next.value;
    first.next = first.iterator.next();
    if (last && compare(last, placed) === 0) continue;
    last = placed;
    yield placed;
  }
}

/** Removes from an ordered source every occurrence at an instant of another ordered source. */
export function* without(source: Iterable<Placed>, excluded: Iterable<Placed>): Generator<Placed> {
  const iterator = excluded[Symbol.iterator]();
  let next = iterator.next();
  for (const placed of source) {
    while (!next.done && next.value.instant < placed.instant) next = iterator.next();
    if (next.done || next.value.instant !== placed.instant) yield placed;
  }
}
