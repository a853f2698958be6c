import { isProviderError } from "@/core/errors/provider-error";
import type { Callback } from "@/core/ports/provider-oauth";
import type { AttemptRow } from "@/server/db/connections/attempts";
import { sqlState, sqlStateOf } from "@/server/db/sql-state";
import { getDeps, type Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireSelf, type Caller, type Person } from "@/server/people/person";

import { findAttemptOf, openAttempt, settingsPage, useAttempt } from "./connect-attempt";
import { withResult } from "./connect-result";
import { refreshCalendarList } from "./discover-calendars";
import { exchangeGrant, problemOfAction, type Consent } from "./exchange-grant";
import { keepConnection, type Kept } from "./keep-connection";
import { requireConsentProvider, type ConsentProvider } from "./require-provider";

/**
 * Where the provider sends the browser back to. Whatever happened, the person ends up on a page that says it: they
 * followed a link, and problem JSON would be the end of it. Answers the address to go to.
 */
export async function finishConnect(caller: Caller | null, id: string, query: URLSearchParams): Promise<string> {
  const deps = getDeps();
  const { origin } = deps.env;
  if (caller === null) return `${origin}/sign-in?next=${encodeURIComponent(settingsPage)}`;
  const person = requireSelf(caller);
  const asked: Asked = { returnTo: settingsPage };
  try {
    const { connectionId, isPartial, outcome } = await connect(deps, { person, id, query, asked });
    const connect_ = isPartial ? "connected_partly" : outcome;
    return withResult(origin, asked.returnTo, { connect: connect_, provider: id, connection: connectionId });
  } catch (error) {
    const problem = toProblem(deps, error);
    await recordRefusal(deps, { person, id, code: problem.code, asked });
    return withResult(origin, asked.returnTo, { connect: problem.code, provider: id });
  }
}

/** Filled in as soon as it is known which attempt this is. */
type Asked = { returnTo: string; workspaceId?: string };
type Visit = { readonly person: Person; readonly id: string; readonly query: URLSearchParams; readonly asked: Asked };
async function connect(deps: Deps, { person, id, query, asked }: Visit): Promise<Kept> {
  const workspaceId = person.workspace?.id ?? "";
  const provider = await requireConsentProvider(deps, id, { workspaceId, connectionId: null });
  const callback = provider.oauth.readCallback(query);
  const attempt = await takeFor(deps, { person, id, callback });
  Object.assign(asked, { returnTo: attempt.returnTo ?? settingsPage, workspaceId: attempt.workspaceId });
  const code = requireCode(provider, callback);
  const consent = await exchangeGrant(deps, provider, { ...openAttempt(deps, attempt), scopes: attempt.scopes, code });
  const kept = await keep(deps, { person, attempt, consent });
  await discoverNow(deps, { workspaceId: attempt.workspaceId, connectionId: kept.connectionId });
  return kept;
}

async function takeFor(
  deps: Deps,
  { person, id, callback }: { person: Person; id: string; callback: Callback },
): Promise<AttemptRow> {
  const state = callback.kind === "unreadable" ? null : callback.state;
  const attempt = state === null ? null : await findAttemptOf(deps, person, state);
  if (attempt === null) throw new Problem("connect_unknown");
  await useAttempt(deps, attempt, { person, provider: id });
  return attempt;
}

/** S2, and everything a consent page can end with other than a code. */
function requireCode({ oauth }: ConsentProvider, callback: Callback) {
  if (callback.kind === "unreadable") throw new Problem("connect_unknown");
  if (callback.kind === "refused") throw new Problem(problemOfAction[callback.action]);
  if (callback.issuer !== null && !oauth.acceptsIssuer(callback.issuer)) throw new Problem("connect_other_issuer");
  return callback.code;
}

type Keeping = { readonly person: Person; readonly attempt: AttemptRow; readonly consent: Consent };

/** Of two tabs that connect the same account at once, the later finds what the earlier made. */
async function keep(deps: Deps, { person, attempt, consent }: Keeping, isAgain = false): Promise<Kept> {
  const { workspaceId, provider, connectionId: repairs } = attempt;
  try {
    return await deps.db.inWorkspace({ workspaceId }, (tx) =>
      keepConnection(tx, deps, { person, workspaceId, provider, repairs, consent }),
    );
  } catch (error) {
    if (isAgain || sqlStateOf(error) !== sqlState.uniqueViolation) throw error;
    return keep(deps, { person, attempt, consent }, true);
  }
}

/** So that the page shows the calendars when it opens. What fails here is done in the background a minute later. */
async function discoverNow(deps: Deps, where: { workspaceId: string; connectionId: string }): Promise<void> {
  try {
    await refreshCalendarList(deps, where, AbortSignal.timeout(15_000));
  } catch (error) {
    // Whatever it was: the account is connected, and saying anything else would be wrong.
    const level = isProviderError(error) ? "warn" : "error";
    deps.log[level]("The calendars of a new connection could not be listed yet", { err: error, ...where });
  }
}

function toProblem({ log }: Deps, error: unknown): Problem {
  if (error instanceof Problem) {
    if (error.facts.cause !== undefined)
      log.warn("An account was not connected", { err: error.facts.cause, code: error.code });
    return error;
  }
  log.error("Connecting failed in a way nobody foresaw", { err: error });
  return new Problem("connect_failed", { cause: error });
}

type Refusal = { readonly person: Person; readonly id: string; readonly code: string; readonly asked: Asked };

/** In a transaction of its own: the one it tells about came to nothing. */
async function recordRefusal({ db }: Deps, { person, id, code, asked }: Refusal): Promise<void> {
  const workspaceId = asked.workspaceId ?? person.workspace?.id ?? null;
  await db.outsideWorkspace((tx) =>
    recordAudit(tx, {
      workspaceId,
      actor: actorOf(person),
      action: "connection.refused",
      detail: { code, provider: id },
    }),
  );
}
