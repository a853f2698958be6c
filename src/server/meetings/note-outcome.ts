import { hasCopy, writeOutcome } from "@/server/db/meetings/list-meetings";
import type { Deps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { actorOf, recordAudit } from "@/server/people/audit-log";
import { requireHere, requireSelf, type Caller } from "@/server/people/person";

import { noted, type NotedShape, type OutcomeInput } from "./shapes";

/** MTG-3. What became of a meeting, said by somebody whose calendar holds it: for everybody else it is an id of nothing. */
export async function noteOutcome(
  deps: Deps,
  caller: Caller,
  { id, ...input }: OutcomeInput & { readonly id: string },
): Promise<NotedShape> {
  const { user } = requireSelf(caller);
  const here = requireHere(caller, { role: "member" });
  const { workspaceId } = here;
  return deps.db.inWorkspace(here, async (tx) => {
    if (!(await hasCopy(tx, { workspaceId, userId: user.id }, id))) throw new Problem("not_found");
    const note = input.note === "" ? null : input.note;
    const row = await writeOutcome(
      tx,
      { workspaceId, id, by: user.id, now: deps.now() },
      {
        ...(input.outcome === undefined ? {} : { outcome: input.outcome }),
        ...(note === undefined ? {} : { outcomeNote: note }),
      },
    );
    // What was noted is content, and the log is read by more people than the meeting.
    await recordAudit(tx, {
      ...{ workspaceId, actor: actorOf(caller), action: "meeting.outcome_noted" },
      subject: { kind: "meeting", id },
      detail: { outcome: row.outcome },
    });
    return noted.parse({ id: row.id, outcome: row.outcome, note: row.outcomeNote });
  });
}
