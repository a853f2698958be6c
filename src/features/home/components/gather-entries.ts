import type { AuditShape } from "@/server/people/shapes";

type Entry = Pick<AuditShape, "id" | "at" | "actor" | "action">;
export type Gathered = { latest: Entry; times: number };

/** The same thing done by the same person several times in a row is one line with a count. */
export function gatherEntries(entries: readonly Entry[]): Gathered[] {
  const gathered: Gathered[] = [];
  for (const entry of entries) {
    const last = gathered.at(-1);
    const same = last?.latest.action === entry.action && last.latest.actor.id === entry.actor.id;
    if (last && same) last.times += 1;
    else gathered.push({ latest: entry, times: 1 });
  }
  return gathered;
}
