import { listOverseen, type OverseenRow } from "@/server/db/admin/connections";
import { readScores } from "@/server/db/admin/scores";
import type { Deps } from "@/server/deps";
import type { Caller } from "@/server/people/person";

import type { ExportQuery } from "./inputs";
import { toFilter, toOverseen } from "./load-connections";
import { requireOversight } from "./oversight";
import type { OverseenConnectionShape } from "./shapes";
import { toCsv } from "./to-csv";

const pageSize = 1_000;
/** As many as a spreadsheet opens without complaint. Whoever has more filters by workspace or state. */
const mostRows = 100_000;

const columns: Readonly<Record<string, (row: OverseenConnectionShape) => string | number | null>> = {
  person: (row) => row.userName,
  email: (row) => row.userEmail,
  workspace: (row) => row.workspaceName,
  provider: (row) => row.product,
  state: (row) => row.badge,
  cause: (row) => row.sentence,
  code: (row) => row.code,
  since: (row) => row.since,
  last_proven: (row) => row.lastProven,
  calendars: (row) => row.calendars,
  score: (row) => row.score,
  reminded: (row) => row.remindedAt,
  connection_id: (row) => row.connectionId,
};

/** What the table shows, all of it, under the same filter. Page by page, so that no transaction lasts. */
export async function exportConnections(deps: Deps, caller: Caller, query: ExportQuery): Promise<string> {
  const overseer = requireOversight(caller, query.workspaceId);
  const filter = toFilter({ ...query, limit: pageSize });
  const found: OverseenConnectionShape[] = [];
  let after: string | null = null;
  do {
    const page: { order: string; after: string | null; limit: number } = { order: query.sort, after, limit: pageSize };
    const rows: OverseenRow[] = await deps.db.outsideWorkspace(async (tx) => {
      const listed = await listOverseen(tx, overseer, { filter, page });
      const scores = await readScores(tx, overseer, { rows: listed, now: deps.now() });
      found.push(...listed.map((row) => toOverseen(row, scores)));
      return listed;
    });
    after = rows.length < pageSize ? null : (rows.at(-1)?.connection_id ?? null);
  } while (after !== null && found.length < mostRows);
  return toCsv(
    Object.keys(columns),
    found.map((row) => Object.values(columns).map((read) => read(row))),
  );
}
