"use client";

import { useWordsNow } from "./now";
import { useClock } from "./use-clock";

type Props = { at: string; form?: "short" | "date" | "full" | "exact"; className?: string };

/** A point in time as a clock or a date, in the person's zone. */
export function DateTime({ at, form = "short", className }: Props) {
  const clock = useClock();
  const instant = new Date(at);
  const words = useWordsNow((now) => (form === "short" ? clock.short(instant, now) : clock[form](instant)));
  return (
    <time dateTime={at} suppressHydrationWarning className={className}>
      {words}
    </time>
  );
}
