import { loadRules } from "@/server/alerts/change-rules";
import { loadAlerts, loadTeamAlerts } from "@/server/alerts/load-alerts";
import { getDeps } from "@/server/deps";
import type { Person } from "@/server/people/person";

const shown = 50;

export const loadOwnAlerts = (person: Person) =>
  loadAlerts(getDeps(), person, { userId: person.user.id, limit: shown });

export const loadAlertsOfTeam = (person: Person) => loadTeamAlerts(getDeps(), person, { limit: shown });

export const loadAlertRules = (person: Person) => loadRules(getDeps(), person);
