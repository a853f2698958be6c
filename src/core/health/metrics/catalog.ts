import { access } from "./access";
import { completeness } from "./completeness";
import type { HealthMetric } from "./facts";
import { proof } from "./proof";
import { steadiness } from "./steadiness";

export type MetricId = "proof" | "steadiness" | "access" | "completeness";

/** MON-2. In the order in which they are shown, the heaviest first; together 100 points. */
export const healthMetrics: Readonly<Record<MetricId, HealthMetric>> = { proof, steadiness, access, completeness };
