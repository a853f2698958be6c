import { createHash } from "node:crypto";

import { loadEvidence, loadFullReads, loadLastRuns, type EvidenceRow } from "@/server/db/health/evidence";
import { findMembershipIdOf } from "@/server/db/people/memberships";
import type { Tx } from "@/server/db/open-database";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { requireHere, type Caller } from "@/server/people/person";

import { assessRows, type AssessedConnection } from "./assess-rows";
import type { HealthShape } from "./shapes";
import { loadBookingEffects } from "./load-booking-effects";
import { toHealth } from "./to-shape";

/** Of oneself; managers and keys also of somebody else, or of everybody. */
export type WhoseHealth = { readonly userId?: string | undefined };
type Asked = WhoseHealth & { readonly knownVersion?: string | null | undefined };

/** `health` is null when nothing has changed since the version the caller knows. */
export type LoadedHealth = { readonly version: string; readonly health: HealthShape | null };

/** Of one person. Of everybody there would be thousands, and nobody looks at all of them. */
const runsShown = 60;

type Scope = { readonly workspaceId: string; readonly viewerId: string | null; readonly ofId: string | undefined };

function requireHealthScope(caller: Caller, { userId }: WhoseHealth): Scope {
  const here = requireHere(caller, { role: "member", scope: "health:read" });
  const viewerId = here.userId ?? null;
  const asked = userId ?? viewerId ?? "all";
  if (asked !== viewerId) requireHere(caller, { role: "manager", scope: "health:read" });
  return { workspaceId: here.workspaceId, viewerId, ofId: asked === "all" ? undefined : asked };
}

async function requireMember(tx: Tx, { workspaceId, viewerId, ofId }: Scope): Promise<void> {
  if (ofId === undefined || ofId === viewerId) return;
  if ((await findMembershipIdOf(tx, workspaceId, ofId)) === null) throw new Problem("not_found");
}

/** Of a row's values only errors and details are more than one value; they come as PostgreSQL keeps them. */
function toText(value: unknown): string {
  if (value instanceof Date) return String(value.getTime());
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/**
 * Read to come to a verdict, and not shown: the verdict is part of the version itself. A turn that begins and ends without
 * a word for the page, or a state that is recorded a moment after it was shown, is no news.
 */
const unseen: ReadonlySet<string> = new Set<keyof EvidenceRow>([
  "fence",
  "status",
  "status_cause",
  "connection_status",
  "connection_cause",
  "last_progress_at",
  "gap_since",
  "refresh_failures",
]);

/**
 * What an answer is made of, without what moves by itself from one moment to the next. As one text, value by value: a
 * workspace of a thousand accounts has sixty thousand of them, and JSON takes five times as long.
 */
function versionOf(rows: readonly EvidenceRow[], connections: readonly AssessedConnection[], rest: unknown): string {
  let text = JSON.stringify(rest);
  const seen = Object.keys(rows[0] ?? {}).filter((key) => !unseen.has(key)) as (keyof EvidenceRow)[];
  for (const row of rows) for (const key of seen) text += `\u001f${toText(row[key])}`;
  for (const { token, finding, calendars } of connections) {
    text += `\u001e${token.health}\u001f${token.because}`;
    for (const { state, because, since } of [finding, ...calendars.map(({ verdict }) => verdict)])
      text += `\u001f${state}\u001f${because}\u001f${toText(since)}`;
  }
  return `W/"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
}

/**
 * The health of calendars as of this moment, from their evidence: one query, those for the booking pages of one person,
 * and two for the histories when the caller does not know this version already. The recorded status plays no part.
 */
export async function loadHealth(deps: Deps, caller: Caller, asked: Asked = {}): Promise<LoadedHealth> {
  const scope = requireHealthScope(caller, asked);
  const { workspaceId, viewerId, ofId } = scope;
  const now = deps.now();
  return deps.db.inWorkspace({ workspaceId, userId: viewerId ?? undefined }, async (tx) => {
    await requireMember(tx, scope);
    const rows = await loadEvidence(tx, { workspaceId, userId: ofId }, now);
    const connections = assessRows(rows, now);
    const bookingPages = await loadPages(tx, { scope, origin: deps.env.origin, now, connections });
    const version = versionOf(rows, connections, { scope, bookingPages });
    if (version === asked.knownVersion) return { version, health: null };
    const past = await loadPast(tx, workspaceId, ofId === undefined ? [] : rows);
    return { version, health: toHealth(connections, { now, viewerId, bookingPages, ...past }) };
  });
}

type Pages = Omit<Parameters<typeof loadBookingEffects>[1], keyof Scope | "userId"> & { readonly scope: Scope };

const loadPages = async (tx: Tx, { scope: { ofId: userId, ...scope }, ...known }: Pages) =>
  userId === undefined ? undefined : loadBookingEffects(tx, { ...scope, ...known, userId });

async function loadPast(tx: Tx, workspaceId: string, rows: readonly EvidenceRow[]) {
  const calendarIds = rows.flatMap(({ calendar_id: id }) => (id === null ? [] : [id]));
  const runs = await loadLastRuns(tx, { workspaceId, calendarIds, limit: runsShown });
  const full = await loadFullReads(tx, { workspaceId, calendarIds });
  return {
    runs: Map.groupBy(runs, ({ calendar_id: id }) => id),
    fullPages: new Map(full.map(({ calendar_id: id, pages }) => [id, pages])),
  };
}
