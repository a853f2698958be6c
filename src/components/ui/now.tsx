"use client";

import { createContext, useContext, useEffect, useSyncExternalStore, type ReactNode } from "react";

const TICK_MS = 1_000;
const watchers = new Set<() => void>();
let currentMs = Date.now();

function tick() {
  if (document.visibilityState === "hidden") return;
  currentMs = Date.now();
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

const RenderedAt = createContext(0);

/** One clock for all times of a page; it stands still while nobody looks. `atMs` is when the server rendered. */
export function NowProvider({ atMs, children }: { atMs: number; children: ReactNode }) {
  useEffect(() => {
    tick();
    const timer = setInterval(tick, TICK_MS);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, []);
  return <RenderedAt.Provider value={atMs}>{children}</RenderedAt.Provider>;
}

/**
 * What depends on the time of day. The first value in the browser is that of the server, and a tick that changes nothing
 * draws nothing.
 */
function useAtNow<Value extends string | number>(value: (nowMs: number) => Value): Value {
  const renderedAtMs = useContext(RenderedAt);
  return useSyncExternalStore(
    watch,
    () => value(currentMs),
    () => value(renderedAtMs),
  );
}

export const useNowMs = (figure: (nowMs: number) => number): number => useAtNow(figure);

export const useWordsNow = (words: (now: Date) => string): string => useAtNow((nowMs) => words(new Date(nowMs)));
