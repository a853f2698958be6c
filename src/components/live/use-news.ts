"use client";

import { useEffect } from "react";

/** Several at once are one. */
const COALESCE_MS = 150;

/**
 * Calls back when the server says that there is something new. Only while the page is looked at: a browser keeps few
 * connections to one server, and tabs in the background need none. What was missed meanwhile is asked for on coming back.
 */
export function useNews(path: string | undefined, onNews: () => Promise<void>): void {
  useEffect(() => {
    if (path === undefined) return;
    let source: EventSource | null = null;
    let timer: number | undefined;
    const onMessage = () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        void onNews();
      }, COALESCE_MS);
    };
    const close = () => {
      window.clearTimeout(timer);
      timer = undefined;
      source?.close();
      source = null;
    };
    const follow = () => {
      if (document.visibilityState !== "visible") return close();
      if (source !== null) return;
      source = new EventSource(path);
      source.addEventListener("news", onMessage);
    };
    follow();
    document.addEventListener("visibilitychange", follow);
    return () => {
      document.removeEventListener("visibilitychange", follow);
      close();
    };
  }, [path, onNews]);
}
