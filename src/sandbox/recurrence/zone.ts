import type { WallMs } from "./wall-time";
import { dayMs } from "./calendar-days";

export class UnknownZone extends Error {
  override name = "UnknownZone";
}

/** `shifted` tells that the wall time does not exist on that day and was moved forward over the gap. */
export type PlacedInstant = { instant: number; shifted: boolean };

export type Zone = {
  name: string;
  offsetAt: (instant: number) => number;
  toInstant: (wall: WallMs) => PlacedInstant;
  toWall: (instant: number) => WallMs;
};

/** About 199 days: seldom more than one change of offset inside, so a look-up is an index and a comparison. */
const stretchMs = 2 ** 34;

type Stretch = { offset: number; changes: { at: number; offset: number }[] };

function readStretch(zone: string, index: number): Stretch {
  const end = (index + 1) * stretchMs;
  let moment = Temporal.Instant.fromEpochMilliseconds(index * stretchMs).toZonedDateTimeISO(zone);
  const stretch: Stretch = { offset: moment.offsetNanoseconds / 1e6, changes: [] };
  for (;;) {
    const next = moment.getTimeZoneTransition("next");
    if (!next || next.epochMilliseconds >= end) return stretch;
    stretch.changes.push({ at: next.epochMilliseconds, offset: next.offsetNanoseconds / 1e6 });
    moment = next;
  }
}

function makeZone(name: string): Zone {
  const stretches = new Map<number, Stretch>();
  let latestIndex = Number.NaN;
  let latest: Stretch = { offset: 0, changes: [] };

  function stretchAt(instant: number): Stretch {
    const index = Math.floor(instant / stretchMs);
    if (index === latestIndex) return latest;
    let stretch = stretches.get(index);
    if (!stretch) stretches.set(index, (stretch = readStretch(name, index)));
    latestIndex = index;
    latest = stretch;
    return stretch;
  }

  function offsetAt(instant: number): number {
    const stretch = stretchAt(instant);
    let offset = stretch.offset;
    for (const change of stretch.changes) if (change.at <= instant) offset = change.offset;
    return offset;
  }

  // RFC 5545 3.3.5: in an overlap the first of the two, in a gap the offset before the gap (which moves it forward).
  function toInstant(wall: WallMs): PlacedInstant {
    const before = offsetAt(wall - dayMs);
    const after = offsetAt(wall + dayMs);
    const first = wall - before;
    if (before === after || offsetAt(first) === before) return { instant: first, shifted: false };
    const second = wall - after;
    return offsetAt(second) === after ? { instant: second, shifted: false } : { instant: first, shifted: true };
  }

  return { name, offsetAt, toInstant, toWall: (instant) => instant + offsetAt(instant) };
}

const zones = new Map<string, Zone>();

/** The zone by its IANA name, case-insensitive like the providers; offsets come from the runtime's own tzdata. */
export function findZone(name: string): Zone | null {
  const known = zones.get(name);
  if (known) return known;
  // A bare offset is a zone to Temporal, but no provider takes one as a zone name.
  if (/^[+-]/.test(name)) return null;
  try {
    const zone = makeZone(Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId);
    zones.set(name, zone);
    return zone;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export function loadZone(name: string): Zone {
  const zone = findZone(name);
  if (!zone) throw new UnknownZone(`Unknown time zone: ${name.slice(0, 80)}`);
  return zone;
}
