import type { Interval } from "../time/interval";
import { isInWindow } from "../time/interval";
import { matcherOf, type Occurrence, type WrittenPlace } from "./expand";

/** One occurrence that a person changed: where the rule had put it, and where it is now. */
export type Override<T> = {
  readonly place: WrittenPlace;
  readonly isCancelled: boolean;
  readonly span: Interval;
  readonly content: T;
};

export type Placed<T> =
  | { readonly kind: "regular"; readonly occurrence: Occurrence }
  | { readonly kind: "override"; readonly override: Override<T> };

/**
 * Puts changed occurrences in the place of the regular ones. A changed one leaves its old place empty wherever it went,
 * comes in when it was moved into the window, and stays when the rule no longer gives its place: somebody wanted it.
 */
export function placeOverrides<T>(
  regular: readonly Occurrence[],
  overrides: readonly Override<T>[],
  window: Interval,
): readonly Placed<T>[] {
  const isOverridden = matcherOf(overrides.map(({ place }) => place));
  const stays = regular.filter((occurrence) => !isOverridden(occurrence));
  const comes = lastWords(overrides).filter(({ isCancelled, span }) => !isCancelled && isInWindow(span, window));
  return [
    ...stays.map((occurrence): Placed<T> => ({ kind: "regular", occurrence })),
    ...comes.map((override): Placed<T> => ({ kind: "override", override })),
  ];
}

/** Of two about one place the later one counts: a cancelled occurrence may be restored. */
function lastWords<T>(overrides: readonly Override<T>[]): readonly Override<T>[] {
  const byPlace = new Map(overrides.map((override) => [keyOf(override.place), override]));
  return [...byPlace.values()];
}

const keyOf = (place: WrittenPlace): string =>
  "at" in place ? place.at.toISOString() : "day" in place ? place.day : place.wall;
