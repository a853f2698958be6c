/** Instants as a clock there shows them, with its offset: `2026-03-08T03:00:00+01:00`. */
export type WriteTime = (ms: number) => string;

/**
 * A page of slots is hundreds of instants, and each look into the time zone data costs microseconds. An offset holds until
 * the zone's next change: between two of them the rest is arithmetic.
 */
export function writerFor(zone: string): WriteTime {
  const known = { from: Infinity, until: -Infinity, offsetMs: 0, suffix: "" };
  return (ms) => {
    if (ms < known.from || ms >= known.until) {
      const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
      const offsetMs = at.offsetNanoseconds / 1_000_000;
      const until = at.getTimeZoneTransition("next")?.epochMilliseconds ?? Infinity;
      Object.assign(known, { from: ms, until, offsetMs, suffix: toSuffix(offsetMs / 60_000) });
    }
    return new Date(ms + known.offsetMs).toISOString().slice(0, 19) + known.suffix;
  };
}

function toSuffix(minutes: number): string {
  const two = (count: number) => String(Math.floor(Math.abs(count))).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(minutes / 60)}:${two(minutes % 60)}`;
}
