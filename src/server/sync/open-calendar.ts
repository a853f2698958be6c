import { ProviderError } from "@/core/errors/provider-error";
import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { callTimeouts, type CalendarCall } from "@/core/ports/provider-call";
import { findCalendarFacts, type CalendarFacts } from "@/server/db/sync/load-facts";
import type { CalendarPlace } from "@/server/db/sync/known-events";
import type { Deps } from "@/server/deps";
import { withResilience } from "@/server/resilience/with-resilience";
import { getAccess } from "@/server/tokens/get-access";

export type OpenCalendar = {
  readonly of: CalendarPlace;
  readonly facts: CalendarFacts;
  readonly provider: CalendarProvider;
  /** One call about this calendar; a token that is refused is renewed once and the call made again. */
  readonly call: <T>(run: (call: CalendarCall) => Promise<T>) => Promise<T>;
};

type Opening = { readonly signal: AbortSignal; readonly priority: number };

/** A calendar for single calls outside of its sync; null when nobody wants it any more. */
export async function openCalendar(
  deps: Deps,
  of: CalendarPlace,
  { signal, priority }: Opening,
): Promise<OpenCalendar | null> {
  const facts = await deps.db.inWorkspace(of, (tx) => findCalendarFacts(tx, of));
  if (facts === null) return null;
  const raw = (await deps.providers()).get(facts.provider);
  if (raw === undefined)
    throw new ProviderError("client_rejected", {
      provider: facts.provider,
      operation: "open",
      reason: "not_configured",
    });
  const where = { workspaceId: of.workspaceId, connectionId: facts.connectionId };
  const rules = { signal, timeoutMs: callTimeouts.firstMs, attempt: 1, onCall: () => undefined };
  const target = { remoteCalendarId: facts.remoteId, calendarZone: facts.zone };
  return {
    ...{ of, facts, provider: withResilience(deps, raw, { ...where, priority }) },
    call: async (run) => {
      const { access, generation } = await getAccess(deps, where, { signal });
      try {
        return await run({ ...rules, ...target, access });
      } catch (error) {
        if (!(error instanceof ProviderError) || error.kind !== "unauthorized") throw error;
        const renewed = await getAccess(deps, where, { signal, refuse: generation, ...pickClaims(error) });
        return run({ ...rules, ...target, access: renewed.access });
      }
    },
  };
}

/** What the 401 asked to be told with the refresh. */
const pickClaims = ({ facts }: ProviderError) => (facts.claims === undefined ? {} : { claims: facts.claims });
