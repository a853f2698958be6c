"use client";

import { useState, useSyncExternalStore } from "react";

const never = () => () => undefined;
const here = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** The zone of the visitor's device once it is known, or the one they chose. */
export function useVisitorZone(fallback: string): readonly [string, (zone: string) => void] {
  const device = useSyncExternalStore(never, here, () => fallback);
  const [chosen, choose] = useState<string | null>(null);
  return [chosen ?? device, choose];
}
