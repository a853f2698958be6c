/** From an instant up to, and without, another: two meetings that touch do not overlap. */
export type Interval = { readonly from: Date; readonly to: Date };

export const lengthMs = (interval: Interval): number => interval.to.getTime() - interval.from.getTime();

export function overlaps(one: Interval, other: Interval): boolean {
  return one.from < other.to && other.from < one.to;
}

/**
 * Whether an event belongs to a window, as the providers draw the line: it ends after the window begins and begins
 * before the window ends. An event without length counts where it stands.
 */
export function isInWindow(event: Interval, window: Interval): boolean {
  return event.to > window.from && event.from < window.to;
}

/** The window made smaller at both ends: what lies in here lies inside however an edge is drawn. */
export function shrink(window: Interval, byMs: number): Interval {
  return { from: new Date(window.from.getTime() + byMs), to: new Date(window.to.getTime() - byMs) };
}
