/**
 * Zone arithmetic that is quick enough for pages of thousands of events: offsets come from a table of transitions
 * per zone, built once from Temporal. Outside the table (1970 to 2070) Temporal answers itself.
 */
interface ZoneTable {
  readonly starts: Float64Array;
  readonly offsets: Int32Array;
}

const TABLE_FROM = Date.UTC(1970, 0, 1);
const TABLE_TO = Date.UTC(2070, 0, 1);
const tables = new Map<string, ZoneTable | null>();

export function isZone(zone: string): boolean {
  return tableOf(zone) !== null;
}

/** Milliseconds that the zone's clocks are ahead of UTC at this instant. */
function offsetAt(zone: string, ms: number): number {
  if (zone === "UTC") return 0;
  const table = tableOf(zone);
  if (!table) throw new RangeError(`Unknown time zone: ${zone}`);
  if (ms < TABLE_FROM || ms >= TABLE_TO) return temporalOffset(zone, ms);
  let low = 0;
  let high = table.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if ((table.starts[middle] as number) <= ms) low = middle;
    else high = middle - 1;
  }
  return table.offsets[low] as number;
}

/** "2026-03-08T02:30:00" in a zone; a skipped time moves forward by the gap, a doubled one is the first. */
export function wallToMs(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall}Z`);
  const before = offsetAt(zone, asUtc - offsetAt(zone, asUtc - 86_400_000));
  const candidate = asUtc - before;
  if (offsetAt(zone, candidate) === before) return earliest(asUtc, candidate, zone);
  const after = offsetAt(zone, candidate);
  const second = asUtc - after;
  if (offsetAt(zone, second) === after) return earliest(asUtc, second, zone);
  // In a gap neither reading holds: the offset before the gap counts.
  return asUtc - Math.min(before, after);
}

export function msToWall(ms: number, zone: string): string {
  return new Date(ms + offsetAt(zone, ms)).toISOString().slice(0, 19);
}

/** "2026-03-08T09:00:00-04:00"; UTC as "Z". */
export function withOffset(ms: number, zone: string): string {
  const offset = offsetAt(zone, ms);
  const wall = new Date(ms + offset).toISOString().slice(0, 19);
  return wall + offsetText(offset);
}

/** The first instant of a calendar day in a zone (23 and 25 hour days included). */
export function dayStart(date: string, zone: string): number {
  return wallToMs(`${date}T00:00:00`, zone);
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function offsetText(offset: number): string {
  if (offset === 0) return "Z";
  const minutes = Math.round(Math.abs(offset) / 60_000);
  const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${hours}:${String(minutes % 60).padStart(2, "0")}`;
}

function earliest(asUtc: number, candidate: number, zone: string): number {
  // A doubled time has a second reading up to 3 hours earlier when a later offset was found first.
  for (const shift of [1_800_000, 3_600_000, 7_200_000, 10_800_000]) {
    const other = candidate - shift;
    if (other + offsetAt(zone, other) === asUtc) return other;
  }
  return candidate;
}

function temporalOffset(zone: string, ms: number): number {
  const zoned = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
  return Math.round(zoned.offsetNanoseconds / 1_000_000);
}

function tableOf(zone: string): ZoneTable | null {
  const known = tables.get(zone);
  if (known !== undefined) return known;
  const built = buildTable(zone);
  // Callers may pass anything a request contained: only real names are remembered.
  if (built) tables.set(zone, built);
  return built;
}

function buildTable(zone: string): ZoneTable | null {
  let at: Temporal.ZonedDateTime | null;
  try {
    at = Temporal.Instant.fromEpochMilliseconds(TABLE_FROM).toZonedDateTimeISO(zone);
  } catch {
    return null;
  }
  const starts = [TABLE_FROM];
  const offsets = [Math.round(at.offsetNanoseconds / 1_000_000)];
  for (at = at.getTimeZoneTransition("next"); at && at.epochMilliseconds < TABLE_TO;) {
    starts.push(at.epochMilliseconds);
    offsets.push(Math.round(at.offsetNanoseconds / 1_000_000));
    at = at.getTimeZoneTransition("next");
  }
  return { starts: Float64Array.from(starts), offsets: Int32Array.from(offsets) };
}
