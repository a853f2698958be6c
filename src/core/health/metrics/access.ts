import type { TokenHealth } from "../../tokens/token-lifecycle";
import type { HealthMetric, Measured } from "./facts";

const judged: Readonly<Record<TokenHealth, Measured>> = {
  healthy: { share: 1, reason: "The sign-in renews itself." },
  expiring_soon: { share: 0.5, reason: "The sign-in ends soon, and only its person can renew it." },
  refresh_failing: { share: 0.5, reason: "Renewing the sign-in fails, and is tried again." },
  expired: { share: 0, reason: "The sign-in has ended." },
  needs_reauth: { share: 0, reason: "The access was ended, and only its person can renew it." },
  missing: { share: 0, reason: "No key is stored." },
};

export const access: HealthMetric = {
  weight: 20,
  name: "A sign-in that lasts",
  why: "It tells of the trouble that is still ahead: without access nothing can be read.",
  measure: ({ token }) => judged[token],
};
