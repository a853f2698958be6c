import type { Meeting } from "../schema";

export type Day = { readonly key: string; readonly at: string; readonly meetings: readonly Meeting[] };

/** Meetings by the day on which they begin where the person is, in the order they came. */
export function groupDays(meetings: readonly Meeting[], timeZone: string): readonly Day[] {
  const day = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
  const groups = Map.groupBy(meetings, ({ startsAt }) => day.format(new Date(startsAt)));
  return [...groups].map(([key, own]) => ({ key, at: own[0]?.startsAt ?? "", meetings: own }));
}
