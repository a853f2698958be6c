"use client";

import { useEffect } from "react";

/** So often at most: the first is told at once, and what comes until then together. */
const AT_MOST_EVERY_MS = 150;

/**
 * Calls back when the server says that there is something new. Only while the page is looked at: a browser keeps few
 * connections to one server, and tabs in the background need none. What was missed meanwhile is asked for on coming back.
 */
export function useNews(path: string | undefined, onNews: () => Promise<void>): void {
  useEffect(() => {
    if (path === undefined) return;
    let source: EventSource | null = null;
    let timer: number | undefined;
    let more = false;
    const tell = () => {
      more = false;
      timer = window.setTimeout(() => {
        timer = undefined;
        if (more) tell();
      }, AT_MOST_EVERY_MS);
      void onNews();
    };
    const onMessage = () => {
      if (timer === undefined) tell();
      else more = true;
    };
    const close = () => {
      window.clearTimeout(timer);
      timer = undefined;
      more = false;
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
