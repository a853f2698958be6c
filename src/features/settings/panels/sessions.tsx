import type { Person } from "@/server/people/person";
import { SessionList } from "../components/session-list";
import { loadSessions } from "../loaders";

export async function SessionsPanel({ person }: { person: Person }) {
  return <SessionList {...await loadSessions(person)} />;
}
