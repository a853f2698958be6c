"use client";

import { useQuery, useQueryClient, type QueryKey } from "@tanstack/react-query";
import { createContext, useCallback, useContext, useMemo, type ReactNode } from "react";
import { useTranslations } from "next-intl";
import { readIfChanged } from "@/components/api/read-if-changed";
import { FreshMark } from "@/components/ui/fresh-mark";
import { pageNowMs, useNowMs } from "@/components/ui/now";
import { useNews } from "./use-news";

const EVERY_MS = 30_000;
/** While something runs, somebody watches it. */
const BUSY_EVERY_MS = 2_000;
/** Two refreshes and a half: from here on the page does not claim to know. */
const STALE_MS = 75_000;

type Answer<Body> = { etag: string | null; body: Body; receivedAtMs: number };

type Source<Body> = {
  path: string;
  /** What the server knew when it drew the page. */
  first: { body: Body; etag: string | null; atMs: number };
  isBusy: (body: Body) => boolean;
  /** Where the server says that there is something new, while somebody looks. Without it, or where it fails, asking is enough. */
  newsPath?: string;
};

type Contact = { receivedAtMs: number; everyMs: number; failing: boolean };
const ContactContext = createContext<Contact | null>(null);

/**
 * Asks a route again every 30 s while somebody looks, every 2 s while something runs, at once on coming back to the
 * page and after an action. An answer that did not change costs no body and draws nothing but the clock.
 */
export function useLiveQuery<Body>({ path, first, isBusy, newsPath }: Source<Body>) {
  const client = useQueryClient();
  const key = useMemo<QueryKey>(() => ["live", path], [path]);
  const query = useQuery<Answer<Body>>({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const known = client.getQueryData<Answer<Body>>(key);
      const answer = await readIfChanged<Body>(path, known?.etag ?? null, signal);
      const receivedAtMs = pageNowMs();
      return answer === "unchanged" && known ? { ...known, receivedAtMs } : toAnswer(answer, receivedAtMs);
    },
    initialData: { etag: first.etag, body: first.body, receivedAtMs: first.atMs },
    initialDataUpdatedAt: first.atMs,
    staleTime: 1_000,
    retry: false,
    networkMode: "always",
    refetchOnWindowFocus: "always",
    refetchOnReconnect: "always",
    refetchInterval: ({ state }) => (state.data && isBusy(state.data.body) ? BUSY_EVERY_MS : EVERY_MS),
  });
  const { data } = query;
  const refresh = useCallback(() => client.invalidateQueries({ queryKey: key }), [client, key]);
  useNews(newsPath, refresh);
  const contact = useMemo<Contact>(
    () => ({
      receivedAtMs: data.receivedAtMs,
      everyMs: isBusy(data.body) ? BUSY_EVERY_MS : EVERY_MS,
      failing: query.isError,
    }),
    [data.receivedAtMs, data.body, isBusy, query.isError],
  );
  return { body: data.body, contact, refresh };
}

function toAnswer<Body>(answer: { etag: string | null; body: Body } | "unchanged", receivedAtMs: number): Answer<Body> {
  if (answer === "unchanged") throw new Error("The server says that nothing changed, and nothing was known.");
  return { ...answer, receivedAtMs };
}

export function ContactProvider({ contact, children }: { contact: Contact; children: ReactNode }) {
  return <ContactContext.Provider value={contact}>{children}</ContactContext.Provider>;
}

/** True once the page has not heard from the server for too long: green marks are no longer true then. */
export function useLostContact(): boolean {
  const contact = useContext(ContactContext);
  return useNowMs((nowMs) => (contact !== null && nowMs - contact.receivedAtMs > STALE_MS ? 1 : 0)) === 1;
}

/** When the server was last heard. */
export const useHeardAtMs = (): number | null => useContext(ContactContext)?.receivedAtMs ?? null;

/** "Updated 12 s ago", at the top of a live page. */
export function ContactMark() {
  const t = useTranslations("ui.live");
  const contact = useContext(ContactContext);
  const lost = useLostContact();
  const seconds = useNowMs((nowMs) => Math.max(0, Math.floor((nowMs - (contact?.receivedAtMs ?? nowMs)) / 1_000)));
  if (!contact) return null;
  return (
    <FreshMark stale={lost || contact.failing} left={Math.max(0, 1 - (seconds * 1_000) / contact.everyMs)}>
      {lost ? t("lost", { minutes: Math.floor(seconds / 60) }) : t("updated", { seconds })}
    </FreshMark>
  );
}
