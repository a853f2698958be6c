import { readAudit } from "@/server/people/audit";
import { listMembers } from "@/server/people/members";
import type { Person } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";
import { listSessions } from "@/server/people/sessions";

const READ = 40;

/** What is true and theirs to see: each part is missing where the role does not include it. */
export async function loadHome(person: Person) {
  const [sessions, people, audit] = await Promise.all([
    listSessions(person),
    includesRole(person.role, "manager") ? listMembers(person) : null,
    includesRole(person.role, "admin") ? readAudit(person, { limit: READ }) : null,
  ]);
  const here = sessions.find((session) => session.current);
  return { signedInAt: here?.createdAt ?? null, sessions: sessions.length, people, lately: audit?.entries ?? null };
}
