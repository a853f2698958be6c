"use client";

import { useCallback, useRef, useState } from "react";
import { addressOf, type HealthSearch } from "../schema";

export type ChangeSearch = (wanted: Partial<HealthSearch>, options?: { to?: "people" }) => void;

/** What is looked for stands in the address, so that it can be kept and sent, and changing it reads only the list. */
export function useHealthSearch(first: HealthSearch) {
  const [search, setSearch] = useState(first);
  const latest = useRef(first);
  const change = useCallback<ChangeSearch>((wanted, { to } = {}) => {
    const next = { ...latest.current, cursor: undefined, account: undefined, ...wanted };
    latest.current = next;
    // Next keeps its router in step with the browser's own history.
    window.history.replaceState(null, "", addressOf(next));
    setSearch(next);
    if (to) document.getElementById(to)?.scrollIntoView({ block: "start" });
  }, []);
  return { search, change };
}
