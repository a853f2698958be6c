import { getDeps } from "@/server/deps";
import { loadAlerts, loadTeamAlerts } from "@/server/alerts/load-alerts";
import { readAudit } from "@/server/people/audit";
import { listMembers } from "@/server/people/members";
import type { Person } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";

const READ = 40;
/** More open alerts than that nobody counts. */
const mostCounted = 99;

async function countOpenAlerts(person: Person) {
  const own = await loadAlerts(getDeps(), person, { userId: person.user.id, limit: mostCounted });
  const team = includesRole(person.role, "manager")
    ? await loadTeamAlerts(getDeps(), person, { limit: mostCounted })
    : null;
  return {
    own: own.alerts.filter(({ state }) => state !== "resolved").length,
    team: team?.alerts.length ?? null,
  };
}

/** What is true and theirs to see: each part is missing where the role does not include it. */
export async function loadHome(person: Person) {
  const [alerts, people, audit] = await Promise.all([
    countOpenAlerts(person),
    includesRole(person.role, "manager") ? listMembers(person) : null,
    includesRole(person.role, "admin") ? readAudit(person, { limit: READ }) : null,
  ]);
  return { alerts, people, lately: audit?.entries ?? null };
}
