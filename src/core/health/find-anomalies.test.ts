import { expect, it } from "vitest";

import { findAnomalies, type Hour } from "./find-anomalies";

const hour = (index: number, change: Partial<Hour> = {}): Hour => ({
  ...{ at: new Date(index * 3_600_000), runs: 200, failures: index % 3, changes: 100 + (index % 7) },
  p95Ms: 800 + 10 * (index % 5),
  ...change,
});
const past = Array.from({ length: 72 }, (_, index) => hour(index));
const found = (change: Partial<Hour>) => findAnomalies([...past, hour(72, change)]).map(({ metric }) => metric);

it("MON-6 looks at how long runs take, how many fail and how much changes, each against the hours before", () => {
  expect(found({})).toEqual([]);
  expect(found({ p95Ms: 9_000 })).toEqual(["duration"]);
  expect(found({ failures: 60 })).toEqual(["error_rate"]);
  expect(found({ changes: 5_000 })).toEqual(["change_rate"]);
  expect(found({ changes: 0 })).toEqual(["change_rate"]);
  expect(found({ runs: 9, failures: 9, p95Ms: 9_000 })).toEqual([]);
  expect(findAnomalies([])).toEqual([]);
});
