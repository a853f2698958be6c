import { expect, it } from "vitest";
import { explainQuarantine, type QuarantineReason } from "./quarantine";

const reasons: readonly QuarantineReason[] = [
  "no_id",
  "no_version",
  "no_start",
  "impossible_date",
  "year_out_of_range",
  "ends_before_it_starts",
  "mixed_times",
  "unknown_zone",
  "no_series",
  "unreadable_rule",
  "too_many_occurrences",
  "refused_by_database",
];

it.each(reasons)("TZ-4 says why an event was set aside: %s", (reason) => {
  expect(`1 event set aside: ${explainQuarantine(reason)}. The rest is in sync.`).toMatch(
    /: (it|its|our) [a-z ,]+[\w\d ,]*\./,
  );
});
