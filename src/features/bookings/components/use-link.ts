"use client";

import { useSyncExternalStore } from "react";

function watch(onChange: () => void): () => void {
  addEventListener("hashchange", onChange);
  return () => removeEventListener("hashchange", onChange);
}

/**
 * What stands behind the #, which the browser sends to no server. It stays in the address: it is the visitor's own
 * link, and a page that is opened again must still know it. Undefined while the page is drawn by the server.
 */
export function useLink(): string | null | undefined {
  const hash = useSyncExternalStore<string | undefined>(
    watch,
    () => location.hash,
    () => undefined,
  );
  if (hash === undefined) return undefined;
  return hash.length > 1 ? decodeURIComponent(hash.slice(1)) : null;
}
