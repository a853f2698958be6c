import type { Issue } from "./shapes";

type Rule = { readonly applies: (issue: Issue) => boolean; readonly say: (issues: readonly Issue[]) => string };

const count = (issues: readonly Issue[], one: string) => `${issues.length} ${one}${issues.length === 1 ? "" : "s"}`;
const people = (issues: readonly Issue[]) => new Set(issues.map(({ userId }) => userId)).size;
const providersOf = (issues: readonly Issue[]) => [...new Set(issues.map(({ provider }) => provider))].join(", ");

/** In the order in which somebody should act. Each issue falls under the first that applies. */
const rules: readonly Rule[] = [
  {
    applies: ({ code }) => code === "client_rejected" || code === "project_misconfigured",
    say: (issues) =>
      `${providersOf(issues)} does not accept our application (${count(issues, "calendar")}). Check its client id and secret and whether the calendar API is switched on; run npm run doctor. Nobody has to reconnect.`,
  },
  {
    applies: ({ state }) => state === "provider_outage",
    say: (issues) =>
      `${providersOf(issues)} is in trouble (${count(issues, "calendar")}). Nothing to do: all come back by themselves.`,
  },
  {
    applies: ({ cause }) => cause === "nobody_tried",
    say: (issues) =>
      `Nobody has read ${count(issues, "calendar")} for a while. See that a worker runs (npm run worker), or that the timer calls /api/cron/calendar-sync.`,
  },
  {
    applies: ({ cause }) => cause === "clock_disagrees",
    say: (issues) => `The clocks of two machines disagree (${count(issues, "calendar")}). Set them by NTP.`,
  },
  {
    applies: ({ category }) => category === "missing_tokens",
    say: (issues) =>
      `${count(issues, "connection")} without a token (people: ${people(issues)}). They must reconnect under Sales, Settings, Calendar.`,
  },
  {
    applies: ({ state }) => state === "needs_reconnecting",
    say: (issues) =>
      `${count(issues, "connection")} whose access has ended (people: ${people(issues)}). They must reconnect under Sales, Settings, Calendar; nothing else renews it.`,
  },
  {
    applies: ({ category }) => category === "permission_errors",
    say: (issues) => `${count(issues, "calendar")} without the right to read. Their owners must share them again.`,
  },
  {
    applies: ({ cause }) => cause === "set_aside",
    say: (issues) =>
      `${count(issues, "calendar")} set aside: reading ended our process three times. Look into the log; Resync on the page tries once more.`,
  },
  {
    applies: ({ state }) => state === "disabled",
    say: (issues) =>
      `${count(issues, "calendar")} failed too often in a row. We try once an hour and go on by ourselves; Resync on the page tries at once.`,
  },
  {
    applies: ({ cause }) => cause === "deletion_held",
    say: (issues) =>
      `${count(issues, "calendar")} with a large deletion that waits for its owner. Nothing is removed until then.`,
  },
  {
    applies: ({ cause }) => cause === "never_read",
    say: (issues) =>
      `${count(issues, "calendar")} never read so far. Expected right after connecting; otherwise see that a worker runs.`,
  },
  {
    applies: () => true,
    say: (issues) => `${count(issues, "calendar")} late for a cause that passes. We try again by ourselves.`,
  },
];

export function recommend(issues: readonly Issue[]): string[] {
  const byRule = Map.groupBy(issues, (issue) => rules.find(({ applies }) => applies(issue)));
  return rules.flatMap((rule) => {
    const own = byRule.get(rule) ?? [];
    return own.length === 0 ? [] : [rule.say(own)];
  });
}
