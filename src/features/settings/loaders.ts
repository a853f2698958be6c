import { locales } from "@/lib/i18n/locales";
import { getDeps } from "@/server/deps";
import { listKeys } from "@/server/people/api-keys";
import { readAudit } from "@/server/people/audit";
import { listInvitations } from "@/server/people/invitations";
import { listMembers } from "@/server/people/members";
import type { Person } from "@/server/people/person";
import { includesRole, roles, scopeNames, scopes } from "@/server/people/roles";
import { listSessions } from "@/server/people/sessions";
import { readWorkingHours } from "@/server/people/working-hours";
import { readWorkspace } from "@/server/people/workspace";
import type { ZoneGroup } from "./components/zone-field";
import { auditSpan, type AuditFilter } from "./schema";

const ofRole = (person: Person, role: "manager" | "admin") => includesRole(person.role, role);

export function loadProfile({ user }: Person) {
  const languages = locales.map((code) => ({
    code,
    name: new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code,
  }));
  const { name, email, locale, timeZone } = user;
  return { profile: { name, email, locale, timeZone }, languages, zones: listZones(timeZone) };
}

/** Hours are those of a workspace; without one there are none. */
export async function loadHours(person: Person) {
  const { workspace } = person;
  return workspace === null ? null : { first: await readWorkingHours(getDeps(), person), workspace: workspace.name };
}

/** By region, as people look for them. The one in force is always among them, even under an old name. */
function listZones(current: string): ZoneGroup[] {
  const ids = [...new Set([...Intl.supportedValuesOf("timeZone"), "UTC", current])].toSorted();
  const groups = Map.groupBy(ids, (id) => (id.includes("/") ? (id.split("/")[0] ?? id) : "UTC"));
  return [...groups].map(([region, zones]) => ({
    region,
    zones: zones.map((id) => ({ id, name: id.slice(id.indexOf("/") + 1).replaceAll("_", " ") })),
  }));
}

export async function loadSessions(person: Person) {
  const sessions = await listSessions(person);
  return {
    sessions: sessions.toSorted(
      (a, b) => Number(b.current) - Number(a.current) || b.lastSeenAt.localeCompare(a.lastSeenAt),
    ),
  };
}

export async function loadMembers(person: Person) {
  const manages = ofRole(person, "admin");
  const [members, invitations] = await Promise.all([listMembers(person), manages ? listInvitations(person) : []]);
  return { members, invitations, manages, roles, ownUserId: person.user.id, workspace: person.workspace?.name ?? "" };
}

export async function loadKeys(person: Person) {
  const keys = await listKeys(person);
  return { keys, scopes: scopeNames.map((name) => ({ name, meaning: scopes[name] })) };
}

const PAGE = 50;

export async function loadAudit(person: Person, filter: AuditFilter) {
  const { actor, action, cursor } = filter;
  const query = {
    ...(actor && { actor }),
    ...(action && { action }),
    ...(cursor && { cursor }),
    ...auditSpan(filter, person.user.timeZone),
    limit: PAGE,
  };
  const [{ entries, nextCursor }, members] = await Promise.all([readAudit(person, query), listMembers(person)]);
  return { entries, nextCursor, people: members.map(({ userId, name }) => ({ id: userId, name })) };
}

export async function loadWorkspace(person: Person) {
  const workspace = await readWorkspace(person);
  const members = ofRole(person, "manager") ? await listMembers(person) : [];
  const own = members.find((member) => member.userId === person.user.id);
  return { workspace, manages: ofRole(person, "admin"), memberId: own?.id ?? null };
}
