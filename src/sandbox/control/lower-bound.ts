import type { Sandbox } from "../sandbox";
import { refuse } from "./input";

interface Mark {
  readonly at: number;
  readonly revisions: ReadonlyMap<string, number>;
}

export interface LowerBound {
  readonly since: number;
  readonly calls: number;
  readonly calendars: readonly { calendar: string; account: string; changed: number; bursts: number; calls: number }[];
}

const marks = new WeakMap<object, Map<string, Mark>>();

/** Remembers where every calendar stands now. */
export function takeMark(sandbox: Sandbox): { mark: string; at: number } {
  const own = marks.get(sandbox.ground) ?? new Map<string, Mark>();
  marks.set(sandbox.ground, own);
  const id = `mark-${own.size + 1}`;
  const { world, clock } = sandbox.ground;
  const revisions = new Map([...world.calendars.values()].map((calendar) => [calendar.id, calendar.events.revision]));
  own.set(id, { at: clock.now(), revisions });
  return { mark: id, at: clock.now() };
}

/**
 * The fewest list calls in which any correct client can have learned what changed since the mark: per calendar as many
 * as there were bursts of change further apart than `coalesceMs`, and never fewer than the pages the changed events fill.
 */
export function lowerBound(
  sandbox: Sandbox,
  mark: string,
  by: { readonly page: number; readonly coalesceMs: number },
): LowerBound {
  const from = marks.get(sandbox.ground)?.get(mark) ?? refuse(`No mark ${mark.slice(0, 40)}.`, 404);
  const calendars = [...sandbox.ground.world.calendars.values()].flatMap((calendar) => {
    const since = from.revisions.get(calendar.id) ?? 0;
    const changed = calendar.events.changedSince(since).length;
    if (changed === 0) return [];
    const bursts = countBursts(calendar.events.changeTimes(from.at), by.coalesceMs);
    const calls = Math.max(bursts, Math.ceil(changed / by.page));
    return [{ calendar: calendar.id, account: calendar.ownerId, changed, bursts, calls }];
  });
  return { since: from.at, calls: calendars.reduce((sum, calendar) => sum + calendar.calls, 0), calendars };
}

/** With `coalesceMs` 0 all changes count as one burst: the client may have waited until now. */
function countBursts(times: readonly number[], coalesceMs: number): number {
  if (coalesceMs === 0) return Math.min(1, times.length);
  let bursts = 0;
  let until = -Infinity;
  for (const time of times) {
    if (time <= until) continue;
    bursts += 1;
    until = time + coalesceMs;
  }
  return bursts;
}
