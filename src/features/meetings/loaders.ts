import { getDeps } from "@/server/deps";
import { loadMeetings } from "@/server/meetings/load-meetings";
import { listMembers } from "@/server/people/members";
import type { Person } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";
import type { View } from "./schema";

const shown = 100;

type Asked = { readonly view: View; readonly whose: string | null };

/** One's own, or those of somebody one looks after; who may not asks for their own. */
export async function loadMeetingsPage(person: Person, { view, whose }: Asked) {
  const members = includesRole(person.role, "manager") ? await listMembers(person) : [];
  const others = members.filter(({ userId }) => userId !== person.user.id);
  const other = others.find(({ userId }) => userId === whose) ?? null;
  const meetings = await loadMeetings(getDeps(), person, {
    ...{ view, limit: shown },
    ...(other === null ? {} : { userId: other.userId }),
  });
  return { meetings, other, others: others.map(({ userId, name }) => ({ id: userId, name })) };
}
