/** Random but repeatable rules for comparing two implementations of RFC 5545. */
export type GeneratedRule = { start: string; zone: string; rule: string };

/** Both hemispheres, a zone of half hours, one with a half-hour change, one without any change. */
export const comparedZones = [
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Asia/Kolkata",
  "America/Santiago",
] as const;

/** A small generator (mulberry32): the same seed gives the same rules on every machine. */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Draw = {
  random: () => number;
  integer: (low: number, high: number) => number;
  pick: <T>(values: readonly T[]) => T;
  chance: (share: number) => boolean;
};

function makeDraw(seed: number): Draw {
  const random = makeRandom(seed);
  const integer = (low: number, high: number): number => low + Math.floor(random() * (high - low + 1));
  return {
    random,
    integer,
    pick: (values) => values[integer(0, values.length - 1)]!,
    chance: (share) => random() < share,
  };
}

function list(draw: Draw, make: () => number | string, most: number): string {
  return [...new Set(Array.from({ length: draw.integer(1, most) }, make))].join(",");
}

const signed = (draw: Draw, high: number): number => draw.integer(1, high) * (draw.chance(0.3) ? -1 : 1);
const weekdays = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"] as const;

function dayParts(draw: Draw, frequency: string): string[] {
  const parts: string[] = [];
  const months = draw.chance(0.3);
  if (months) parts.push(`BYMONTH=${list(draw, () => draw.integer(1, 12), 4)}`);
  const kind = draw.integer(0, 5);
  if (frequency === "YEARLY" && kind === 0) return [...parts, `BYYEARDAY=${list(draw, () => signed(draw, 366), 4)}`];
  if (frequency === "YEARLY" && kind === 1 && !months)
    return [`BYWEEKNO=${list(draw, () => signed(draw, 53), 3)}`, `BYDAY=${list(draw, () => draw.pick(weekdays), 3)}`];
  if (frequency !== "WEEKLY" && kind === 2) parts.push(`BYMONTHDAY=${list(draw, () => signed(draw, 31), 4)}`);
  if (kind >= 3) {
    const counted = (frequency === "MONTHLY" || frequency === "YEARLY") && draw.chance(0.4);
    const ordinal = (): string => (counted ? String(signed(draw, 4)) : "");
    parts.push(`BYDAY=${list(draw, () => ordinal() + draw.pick(weekdays), 3)}`);
  }
  return parts;
}

function timeParts(draw: Draw): string[] {
  const parts: string[] = [];
  if (draw.chance(0.15)) parts.push(`BYHOUR=${list(draw, () => draw.integer(0, 23), 3)}`);
  if (draw.chance(0.15)) parts.push(`BYMINUTE=${list(draw, () => draw.pick([0, 15, 30, 45]), 3)}`);
  return parts;
}

const two = (value: number): string => String(value).padStart(2, "0");

function pickStart(draw: Draw): string {
  const [month, day] = draw.chance(0.1) ? [2, 28] : [draw.integer(1, 12), draw.integer(1, 28)];
  // Half of all starts lie in the hours that exist twice or not at all on the days the clocks change.
  const hour = draw.chance(0.5) ? draw.integer(0, 3) : draw.integer(0, 23);
  return `${draw.integer(2018, 2030)}-${two(month)}-${two(day)}T${two(hour)}:${draw.pick(["00", "15", "30", "45"])}:00`;
}

export function generateRule(seed: number): GeneratedRule {
  const draw = makeDraw(seed);
  const frequency = draw.pick(["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "DAILY", "WEEKLY", "HOURLY", "MINUTELY"]);
  const start = pickStart(draw);
  const parts = [...dayParts(draw, frequency), ...timeParts(draw)];
  const end = draw.pick(["none", "count", "until", "until-utc"]);
  const until = `${Number(start.slice(0, 4)) + draw.integer(0, 3)}${two(draw.integer(1, 12))}${two(draw.integer(1, 28))}T${two(draw.integer(0, 23))}3000`;
  const rule = [`FREQ=${frequency}`, `INTERVAL=${draw.integer(1, frequency === "MINUTELY" ? 600 : 4)}`, ...parts];
  if (draw.chance(0.3)) rule.push(`WKST=${draw.pick(weekdays)}`);
  if (parts.length > 0 && draw.chance(0.2)) rule.push(`BYSETPOS=${list(draw, () => signed(draw, 3), 2)}`);
  if (end === "count") rule.push(`COUNT=${draw.integer(1, 40)}`);
  if (end.startsWith("until")) rule.push(`UNTIL=${until}Z`);
  return { start, zone: draw.pick(comparedZones), rule: rule.join(";") };
}
