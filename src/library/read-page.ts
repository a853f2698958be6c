import { isProviderError, ProviderError } from "@/core/errors/provider-error";
import type { ChangePage, ReadRequest } from "@/core/ports/calendar-provider";
import { callTimeouts, type Access } from "@/core/ports/provider-call";
import type { SyncFacts } from "@/core/ports/sync-store";
import { isEndless, type Round } from "@/core/sync/round";
import type { CalendarSync } from "./calendar-sync";

export type Reader = {
  readonly readPage: (round: Round, from: ReadRequest["from"]) => Promise<ChangePage>;
  /** TOK-9: whether the token was renewed within this run. */
  readonly isTokenFresh: () => boolean;
  /** Whether the provider has answered within this run: then it takes our tokens. */
  readonly hasRead: () => boolean;
};

/** Reads pages with one access token; a 401 in the middle renews it once and asks for the same page again. */
export function openReader({ provider, access }: CalendarSync, { calendar }: SyncFacts, signal: AbortSignal): Reader {
  let current: Access | null = null;
  let isFresh = false;
  let hasRead = false;
  const operation = "listChanges";

  async function ask(request: ReadRequest): Promise<ChangePage> {
    if (signal.aborted) throw new ProviderError("aborted", { provider: provider.id, operation });
    current ??= await access.get(signal);
    const call = { signal, timeoutMs: callTimeouts.firstMs, attempt: 1, onCall: () => undefined, access: current };
    return provider.listChanges({ ...call, remoteCalendarId: calendar.remoteId, calendarZone: calendar.zone }, request);
  }

  async function askTwice(request: ReadRequest): Promise<ChangePage> {
    try {
      return await ask(request);
    } catch (error) {
      if (!isProviderError(error) || error.kind !== "unauthorized" || isFresh) throw error;
      current = await access.renew(signal, error.facts.claims);
      isFresh = true;
      return ask(request);
    }
  }

  return {
    isTokenFresh: () => isFresh,
    hasRead: () => hasRead,
    readPage: async (round, from) => {
      const page = await askTwice({ window: round.window, from });
      hasRead = true;
      if (isEndless(round, page)) throw new ProviderError("endless_pages", { provider: provider.id, operation });
      return page;
    },
  };
}
