import { describe } from "vitest";

import { findDefects, halfOf } from "./find-defects";
import { useSimDatabase } from "./use-sim-database";

describe("the simulation finds code that", () => {
  findDefects(useSimDatabase(), halfOf(1));
});
