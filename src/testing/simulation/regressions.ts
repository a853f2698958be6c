// Stories that once ended badly, cut down to what matters. Kept as plans: a seed tells another story when a kind of step is added.
import type { Plan } from "./steps";

const minute = 60_000;
const hour = 60 * minute;

export const regressions: Readonly<Record<string, Plan>> = {
  "I16 a lease that was left on a calendar that nobody reads any more keeps nobody from the others": {
    ...{ seed: 43, style: "link", rotation: "strict", pageSize: 4, accounts: [1, 1], workers: 3, zone: "UTC" },
    ...{ already: 14, callsPerMinute: 6_000, startsAfterMs: 43 * hour },
    steps: [
      { do: "work", worker: 1, turns: 7, chance: 43_001 },
      { do: "crash", worker: 2, after: 21, how: "within", turns: 400, chance: 43_004 },
      {
        ...{ do: "edit", edits: ["change", "mend", "cancel_occurrence", "cancel_occurrence"], calendar: 0 },
        ...{ pick: 0.3750968996901065, turns: 400, chance: 43_008 },
      },
      { do: "live", ms: 45 * minute, turns: 400, chance: 43_009 },
      { do: "crash", worker: 0, after: 9, how: "within", turns: 400, chance: 43_016 },
      { do: "live", ms: 5 * minute, turns: 400, chance: 43_021 },
      { do: "revoke", account: 0, turns: 10, chance: 43_027 },
      { do: "leap", ms: 3 * hour, turns: 400, chance: 43_030 },
      { do: "work", worker: 0, turns: 400, chance: 43_031 },
    ],
  },
  "I11 a read that is resumed after three hours proves nothing of what changed meanwhile": {
    ...{ seed: 156, style: "link", rotation: "none", pageSize: 3, accounts: [1], workers: 3, zone: "UTC" },
    ...{ already: 6, callsPerMinute: 6_000, startsAfterMs: 183 * hour },
    steps: [
      { do: "crash", worker: 0, after: 16, how: "after", turns: 9, chance: 156_001 },
      { do: "leap", ms: 2 * minute, turns: 7, chance: 156_002 },
      {
        ...{ do: "edit", edits: ["mend", "mend", "move_out", "cancel_occurrence"], calendar: 2 },
        ...{ pick: 0.40296331350691617, turns: 400, chance: 156_012 },
      },
      { do: "leap", ms: 3 * hour, turns: 400, chance: 156_013 },
    ],
  },
  "I1 what was set aside and is gone at the provider is released by the full read that does not name it": {
    ...{ seed: 197, style: "token", rotation: "none", pageSize: 4, accounts: [2], workers: 3, zone: "Europe/Berlin" },
    ...{ already: 14, callsPerMinute: 6_000, startsAfterMs: 224 * hour },
    steps: [
      { do: "live", ms: 5 * minute, turns: 1, chance: 197_010 },
      { do: "leap", ms: 48 * hour, turns: 400, chance: 197_013 },
      {
        ...{ do: "edit", edits: ["delete_most", "spoil"], calendar: 0 },
        ...{ pick: 0.5712974895723164, turns: 6, chance: 197_017 },
      },
      { do: "work", worker: 0, turns: 400, chance: 197_019 },
      {
        ...{ do: "edit", edits: ["mend", "delete_most"], calendar: 4 },
        ...{ pick: 0.3751763794571161, turns: 400, chance: 197_021 },
      },
    ],
  },
  "I5 a booking whose answer was lost and whose time has passed is what the calendar shows, not a failure": {
    ...{ seed: 617, style: "token", rotation: "strict", pageSize: 2, accounts: [2, 1], workers: 1 },
    ...{ zone: "America/New_York", already: 14, callsPerMinute: 6_000, startsAfterMs: 191 * hour, takesBookings: true },
    post: { dropped: 0.5, doubled: 0, lateMs: 2_000 },
    steps: [
      { do: "live", ms: 5 * minute, turns: 4, chance: 617_009 },
      { do: "book", slot: 2, isAgain: false, acceptsRequest: true, turns: 8, chance: 617_010 },
      { do: "crash_web", after: 10, how: "within", turns: 4, chance: 617_011 },
      { do: "work", worker: 0, turns: 400, chance: 617_012 },
      { do: "leap", ms: 120 * hour, turns: 0, chance: 617_018 },
    ],
  },
};
