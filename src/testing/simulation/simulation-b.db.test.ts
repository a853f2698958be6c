import { describe } from "vitest";

import { tellSeeds } from "./tell-seeds";
import { useSimDatabase } from "./use-sim-database";

describe("after whatever edits, faults and crashes", () => {
  tellSeeds(useSimDatabase(), 1, { first: 101, count: 100 });
});
