import { z } from "zod";
import { overseenQuery } from "@/server/admin/inputs";
import { loadOverseen } from "@/server/admin/load-connections";
import { loadOverview, versionOf } from "@/server/admin/load-overview";
import { getDeps } from "@/server/deps";
import type { Person } from "@/server/people/person";
import { listQuery, listSorts, listStates, shownOfTeam, type HealthSearch } from "./schema";

const text = (most: number) => z.string().trim().min(1).max(most).optional().catch(undefined);
const search = z.object({
  workspace: z.uuid().optional().catch(undefined),
  provider: text(40),
  state: z
    .enum(["all", ...listStates])
    .optional()
    .catch(undefined),
  q: text(100),
  sort: z.enum(listSorts).optional().catch(undefined),
  cursor: z.uuid().optional().catch(undefined),
  account: z.uuid().optional().catch(undefined),
});

/** What does not fit is left out: an address typed wrong shows the page, not an error. */
export const readSearch = (params: Readonly<Record<string, string | string[] | undefined>>): HealthSearch =>
  search.parse(params);

export const loadTeamStates = (person: Person, workspaceId: string) =>
  loadOverseen(getDeps(), person, overseenQuery.parse({ workspaceId, limit: shownOfTeam }));

/** What the page shows first, from the functions that its routes and the command line ask. */
export async function loadAdminHealth(person: Person, search: HealthSearch) {
  const deps = getDeps();
  const [overview, people] = await Promise.all([
    loadOverview(deps, person, { workspaceId: search.workspace }),
    loadOverseen(deps, person, overseenQuery.parse(listQuery(search))),
  ]);
  return { overview: { body: overview, etag: versionOf(overview), atMs: deps.now().getTime() }, people };
}
