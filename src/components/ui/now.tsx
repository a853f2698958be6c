"use client";

import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";

const TICK_MS = 1_000;
/** A difference to the server's clock beyond what a slow line explains. */
const SKEW_MS = 10_000;
const watchers = new Set<() => void>();
let currentMs = Date.now();
let skewMs = 0;

function tick() {
  if (document.visibilityState === "hidden") return;
  currentMs = Date.now() - skewMs;
  for (const watcher of watchers) watcher();
}

function watch(watcher: () => void) {
  watchers.add(watcher);
  return () => void watchers.delete(watcher);
}

const RenderedAt = createContext(0);

/** The time as this page counts it. */
export const pageNowMs = () => currentMs;

/**
 * One clock for all times of a page; it stands still while nobody looks. `atMs` is when the server rendered: a device
 * whose clock is wrong still says how old things are.
 */
export function NowProvider({ atMs, children }: { atMs: number; children: ReactNode }) {
  const [firstMs] = useState(atMs);
  useEffect(() => {
    const difference = Date.now() - firstMs;
    skewMs = Math.abs(difference) > SKEW_MS ? difference : 0;
    tick();
    const timer = setInterval(tick, TICK_MS);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [firstMs]);
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
