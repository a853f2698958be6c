"use client";

import { useTranslations } from "next-intl";
import { useRouter } from "next/navigation";
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { FreshMark } from "@/components/ui/fresh-mark";
import { pageNowMs, useNowMs } from "@/components/ui/now";
import { send } from "@/components/api/send";

const EVERY_MS = 30_000;
/** Two refreshes and a half: from here on the page does not claim to know. */
const STALE_MS = 75_000;

type Live = { receivedAtMs: number };
const LiveContext = createContext<Live | null>(null);

/**
 * Reads the page again every 30 s while somebody looks at it. Asks first whether the server is there: the router would
 * leave the page for the browser's error, and what was known would be gone. `drawnAtMs` is when the server drew it.
 */
export function LivePage({ drawnAtMs, children }: { drawnAtMs: number; children: ReactNode }) {
  const router = useRouter();
  const [live, setLive] = useState({ drawnAtMs, receivedAtMs: drawnAtMs });
  if (live.drawnAtMs !== drawnAtMs) setLive({ drawnAtMs, receivedAtMs: pageNowMs() });

  useEffect(() => {
    const refresh = async () => {
      if (document.visibilityState === "hidden") return;
      const there = await send("GET", "/api/healthz").then(
        () => true,
        () => false,
      );
      if (there) router.refresh();
    };
    const look = () => void refresh();
    const timer = setInterval(look, EVERY_MS);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, [router]);

  return <LiveContext.Provider value={live}>{children}</LiveContext.Provider>;
}

/** True once the page has not heard from the server for too long: green marks are no longer true then. */
export function useLostContact(): boolean {
  const live = useContext(LiveContext);
  const stale = useNowMs((nowMs) => (live !== null && nowMs - live.receivedAtMs > STALE_MS ? 1 : 0));
  return stale === 1;
}

/** "Updated 12 s ago", at the top of a live page. */
export function LiveMark() {
  const t = useTranslations("ui.live");
  const live = useContext(LiveContext);
  const lost = useLostContact();
  const seconds = useNowMs((nowMs) => Math.max(0, Math.floor((nowMs - (live?.receivedAtMs ?? nowMs)) / 1_000)));
  if (!live) return null;
  const minutes = Math.floor(seconds / 60);
  return (
    <FreshMark stale={lost} left={Math.max(0, 1 - (seconds * 1_000) / EVERY_MS)}>
      {lost ? t("lost", { minutes }) : t("updated", { seconds })}
    </FreshMark>
  );
}
