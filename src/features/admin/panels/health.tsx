import type { Person } from "@/server/people/person";
import { AdminHealthView } from "../components/admin-health-view";
import { loadAdminHealth } from "../loaders";
import type { HealthSearch } from "../schema";

export async function HealthPanel({ person, search }: { person: Person; search: HealthSearch }) {
  const first = await loadAdminHealth(person, search);
  return <AdminHealthView key={search.workspace ?? "all"} first={first} search={search} />;
}
