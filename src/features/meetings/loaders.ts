import { getDeps } from "@/server/deps";
import { loadMeetings } from "@/server/meetings/load-meetings";
import { listMembers } from "@/server/people/members";
import type { Person } from "@/server/people/person";
import { includesRole } from "@/server/people/roles";
import { mostShown, type View } from "./schema";

type Asked = { readonly view: View; readonly whose: string | null; readonly shown: number };

/** One's own, or those of somebody one looks after; who may not asks for their own. */
export async function loadMeetingsPage(person: Person, { view, whose, shown }: Asked) {
  const members = includesRole(person.role, "manager") ? await listMembers(person) : [];
  const others = members.filter(({ userId }) => userId !== person.user.id);
  const other = others.find(({ userId }) => userId === whose) ?? null;
  const meetings = await loadMeetings(getDeps(), person, {
    ...{ view, limit: Math.min(shown + 1, mostShown) },
    ...(other === null ? {} : { userId: other.userId }),
  });
  return {
    meetings: meetings.slice(0, shown),
    hasMore: meetings.length > shown,
    other,
    others: others.map(({ userId, name }) => ({ id: userId, name })),
  };
}
