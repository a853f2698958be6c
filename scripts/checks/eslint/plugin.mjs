import { boundaryRules } from "./boundaries.mjs";
import { honestyRules } from "./honesty.mjs";
import { namingRules } from "./naming.mjs";
import { purityRules } from "./purity.mjs";

/** Daykeeper's own rules. Each has a planted violation in scripts/checks/lint.test.ts. */
export const daykeeper = {
  meta: { name: "daykeeper" },
  rules: { ...purityRules, ...namingRules, ...boundaryRules, ...honestyRules },
};
