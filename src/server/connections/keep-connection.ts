import type { ProviderErrorKind } from "@/core/errors/kinds";
import {
  createConnection,
  findConnection,
  findEndedByAccount,
  findLiveByAccount,
  renewConnection,
  type ConnectionRow,
  type Granted,
} from "@/server/db/connections/connections";
import { holdsBookings, takesBookings } from "@/server/db/booking/write-configuration";
import { listCalendarIds, listReadable } from "@/server/db/connections/calendars";
import { closeLeftOpen } from "@/server/db/connections/grants";
import { openGap } from "@/server/db/connections/sync-states";
import { reviveWrites } from "@/server/db/work/due-work";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { lockCalendarsOf } from "@/server/db/health/statuses";
import { recordConnectionHealth } from "@/server/health/record-health";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import type { Person } from "@/server/people/person";
import { requestSync } from "@/server/sync/request-sync";
import { storeGrant } from "@/server/tokens/store-grant";
import { enqueueWork } from "@/server/work/enqueue";

import type { Consent } from "./exchange-grant";

export type Keeping = {
  readonly person: Person;
  readonly workspaceId: string;
  readonly provider: string;
  /** The connection to repair, or null for whichever the account has. */
  readonly repairs: string | null;
  readonly consent: Consent;
};

export type Kept = {
  readonly connectionId: string;
  readonly outcome: "connected" | "reconnected";
  /** Whether the person left out something that was asked for. */
  readonly isPartial: boolean;
};

/** Issuers keep their subjects apart by themselves only; neither holds a blank. */
const accountIdOf = ({ issuer, subject }: Consent["identity"]): string => `${issuer} ${subject}`;

/** Discovery runs at once after this; the planned one is for when it does not come to that. */
const discoverAgainMs = 60_000;

/**
 * TOK-7, S4. The same account is the same connection, with its ids, choices and history: repaired where it stands, or
 * taken up again after it was over. Everything in the caller's transaction, without a person: also what others of the
 * workspace have connected has to be seen.
 */
export async function keepConnection(tx: Tx, deps: Deps, keeping: Keeping): Promise<Kept> {
  const { person, workspaceId, provider, consent } = keeping;
  const remoteAccountId = accountIdOf(consent.identity);
  const account = { workspaceId, provider, remoteAccountId };
  const live = await findLiveByAccount(tx, account);
  if (live !== null && live.userId !== person.user.id) throw new Problem("account_taken");
  await requireSameAccount(tx, keeping, live);
  const ended = live === null ? await findEndedByAccount(tx, account, person.user.id) : null;
  const at = deps.now();
  const before = live ?? ended;
  const { mayWrite, missing } = await decideLeave(tx, { consent, before }, { workspaceId, now: at });
  const granted = {
    grantedScopes: [...consent.grant.scopes],
    missingFeatures: [...missing],
    mayWrite,
    accountEmail: consent.identity.email,
    at,
  };
  const connectionId = before?.id ?? (await createConnection(tx, { ...account, userId: person.user.id }, granted));
  const where = { workspaceId, connectionId };
  if (before !== null) await renew(tx, before, { where, granted });
  await storeGrant(tx, deps, where, consent.grant);
  await closeGap(tx, deps, { ...where, canRead: !missing.includes("read_events") });
  const dueAt = new Date(at.getTime() + discoverAgainMs);
  await enqueueWork(tx, "connection.discover", { connectionId }, { workspaceId, dueAt });
  const outcome = before === null ? "connected" : "reconnected";
  await recordAudit(tx, {
    workspaceId,
    actor: actorOf(person),
    action: `connection.${outcome}`,
    subject: { kind: "connection", id: connectionId },
    detail: { provider, missing, mayWrite },
  });
  return { connectionId, outcome, isPartial: missing.length > 0 };
}

type Renewing = {
  readonly where: { readonly workspaceId: string; readonly connectionId: string };
  readonly granted: Granted & { readonly at: Date };
};

async function renew(tx: Tx, { disconnectedAt }: ConnectionRow, { where, granted }: Renewing): Promise<void> {
  const of = { workspaceId: where.workspaceId, id: where.connectionId };
  // Calendars before their connection, as everywhere, so that no two wait for each other.
  await lockCalendarsOf(tx, of);
  await renewConnection(tx, of, { ...granted, wasOver: disconnectedAt !== null });
  if (disconnectedAt !== null) await closeLeftOpen(tx, where, { since: disconnectedAt, now: granted.at });
}

/** Who repairs one account and chooses another, which is not connected either, has made a mistake. */
async function requireSameAccount(tx: Tx, keeping: Keeping, live: ConnectionRow | null): Promise<void> {
  const { repairs, workspaceId, consent } = keeping;
  if (repairs === null || live !== null) return;
  const meant = await findConnection(tx, { workspaceId, id: repairs });
  if (meant !== null && meant.remoteAccountId !== accountIdOf(consent.identity))
    throw new Problem("connect_other_account");
}

type Leaving = { readonly consent: Consent; readonly before: ConnectionRow | null };
type Now = { readonly workspaceId: string; readonly now: Date };

/** What whoever lets us only read was not asked for is not missing. */
async function decideLeave(tx: Tx, { consent, before }: Leaving, at: Now) {
  const mayWrite = consent.mayWrite || (before !== null && (await mustWrite(tx, before, at)));
  const missing = mayWrite ? consent.missing : consent.missing.filter((feature) => feature !== "write_events");
  return { mayWrite, missing };
}

/**
 * Who connects again for reading only, and was booked: what was booked may still be moved and cancelled, so that leave to write
 * is missing, which is said; no booking page is spoilt without a word.
 */
async function mustWrite(tx: Tx, before: ConnectionRow, { workspaceId, now }: Now): Promise<boolean> {
  if (!before.mayWrite || before.disconnectedAt === null) return before.mayWrite;
  const calendarIds = await listCalendarIds(tx, { workspaceId, connectionId: before.id });
  const into = { workspaceId, calendarIds };
  return (await takesBookings(tx, into)) || holdsBookings(tx, into, now);
}

type Gap = { readonly workspaceId: string; readonly connectionId: string; readonly canRead: boolean };

/** What was given up with these waits for its person to come back. */
const untilReconnected = ["grant_lost", "scope_missing"] as const satisfies readonly ProviderErrorKind[];

/**
 * F82. However long nothing was read: it is known to be missing from now on, and asked for at once. What was on its way to
 * the calendar, such as a booking that was moved, goes on.
 */
async function closeGap(tx: Tx, deps: Deps, { canRead, ...where }: Gap): Promise<void> {
  const { workspaceId } = where;
  const calendarIds = await listReadable(tx, where);
  const now = deps.now();
  await openGap(tx, { workspaceId, calendarIds }, now);
  await reviveWrites(tx, { workspaceId, calendarIds, codes: untilReconnected }, now);
  if (canRead) await requestSync(tx, { workspaceId, calendarIds, trigger: "reconnect", priority: 2, now });
  await recordConnectionHealth(tx, deps, where);
}
