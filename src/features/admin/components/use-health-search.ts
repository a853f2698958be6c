"use client";

import { useCallback, useState } from "react";
import { addressOf, type HealthSearch } from "../schema";

export type ChangeSearch = (wanted: Partial<HealthSearch>, options?: { to?: "people" }) => void;

/** What is looked for stands in the address, so that it can be kept and sent, and changing it reads only the list. */
export function useHealthSearch(first: HealthSearch) {
  const [search, setSearch] = useState(first);
  const change = useCallback<ChangeSearch>((wanted, { to } = {}) => {
    setSearch((known) => {
      const next = { ...known, cursor: undefined, account: undefined, ...wanted };
      // Next keeps its router in step with the browser's own history.
      window.history.replaceState(null, "", addressOf(next));
      return next;
    });
    if (to) document.getElementById(to)?.scrollIntoView({ block: "start" });
  }, []);
  return { search, change };
}
