const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export type Age =
  | { kind: "now" }
  | { kind: "seconds"; seconds: number; past: boolean }
  | { kind: "minutes"; minutes: number; past: boolean }
  | { kind: "hours"; hours: number; minutes: number; past: boolean }
  /** Further away than a day: said as a date. */
  | { kind: "date" };

/** How far away an instant is, in the words a person would choose. Rounds towards the past: never younger than true. */
export function describeAge(at: Date, now: Date): Age {
  const difference = now.getTime() - at.getTime();
  const past = difference >= 0;
  const distance = Math.abs(difference);
  if (distance < 2 * SECOND) return { kind: "now" };
  if (distance < MINUTE) return { kind: "seconds", seconds: Math.floor(distance / SECOND), past };
  if (distance < HOUR) return { kind: "minutes", minutes: Math.floor(distance / MINUTE), past };
  if (distance < DAY)
    return { kind: "hours", hours: Math.floor(distance / HOUR), minutes: Math.floor((distance % HOUR) / MINUTE), past };
  return { kind: "date" };
}
