import type { Span } from "@/core/availability/spans";
import type { ProviderErrorKind } from "@/core/errors/kinds";
import { isProviderError } from "@/core/errors/provider-error";
import type { BusyAnswer } from "@/core/ports/free-busy";
import type { CoverageRow } from "@/server/db/booking/coverage";
import type { Deps } from "@/server/deps";
import { openCalendar } from "@/server/sync/open-calendar";
import type { LiveAnswers } from "./arrange-hosts";

/** Somebody is waiting: who has not answered by then has not answered. */
const longestWaitMs = 8_000;

type Asking = { readonly workspaceId: string; readonly rows: readonly CoverageRow[]; readonly window: Span };

/** Whether people are busy, from their providers, now. One call for each account; an error is never "free". */
export async function askProviders(deps: Deps, { workspaceId, rows, window }: Asking): Promise<LiveAnswers> {
  const accounts = Map.groupBy(
    rows.filter(({ is_over: isOver }) => !isOver),
    ({ connection_id: id }) => id,
  );
  const signal = AbortSignal.timeout(longestWaitMs);
  const answers = await Promise.all(
    [...accounts.values()].map((own) => askAccount(deps, { workspaceId, rows: own, window }, signal)),
  );
  return new Map(answers.flatMap((each) => [...each]));
}

async function askAccount(
  deps: Deps,
  { workspaceId, rows, window }: Asking,
  signal: AbortSignal,
): Promise<(readonly [string, BusyAnswer])[]> {
  const [first] = rows;
  if (first === undefined) return [];
  const failed = (because: ProviderErrorKind) =>
    rows.map((row) => [row.calendar_id, { kind: "failed", because }] as const);
  try {
    const open = await openCalendar(deps, { workspaceId, calendarId: first.calendar_id }, { signal, priority: 2 });
    if (open === null) return failed("not_found");
    const port = open.provider.freeBusy;
    if (port === undefined) return [];
    const askable = rows.flatMap((row) => {
      const id = port.by === "calendar" ? row.remote_id : row.is_primary ? row.account_email : null;
      return id === null ? [] : [{ calendarId: row.calendar_id, id }];
    });
    if (askable.length === 0) return [];
    const period = { from: new Date(window.from), to: new Date(window.to) };
    const ids = askable.map(({ id }) => id);
    const found = await open.call((call) => port.readBusy(call, ids, period));
    return askable.map(({ calendarId, id }) => [
      calendarId,
      found.get(id) ?? { kind: "failed", because: "malformed_answer" },
    ]);
  } catch (error) {
    if (!isProviderError(error)) throw error;
    return failed(error.kind);
  }
}
