import { describe, expect, it } from "vitest";

import { adviseHealth } from "./advise-health";
import type { HealthReason } from "./assess-health";

const names = { party: "Google", product: "Google Calendar" };
const reasons: readonly HealthReason[] = [
  "proven",
  "first_read",
  "closing_gap",
  "failing",
  "overdue",
  "deletion_held",
  "provider_fails",
  "access_ended",
  "too_many_failures",
  "set_aside",
  "paused_by_person",
  "never_read",
  "nobody_tried",
  "clock_disagrees",
];
const advise = (because: HealthReason) => adviseHealth(because, { names });

describe("what is said beside a finding", () => {
  it.each(reasons)("tells for %s what it means and what happens next, in whole sentences", (because) => {
    const { means, next } = advise(because);
    for (const sentence of [means, next]) expect(sentence).toMatch(/^[A-Z].{8,}\.$/);
  });

  it("asks to reconnect for an ended access and for nothing else", () => {
    const asking = reasons.filter((because) => advise(because).action?.id === "reconnect");
    expect(asking).toEqual(["access_ended"]);
  });

  it("asks nothing of anybody while the provider is in trouble, or when all is well or on its way", () => {
    for (const because of ["provider_fails", "proven", "first_read", "closing_gap"] as const)
      expect(advise(because).action, because).toBeNull();
  });

  it("asks for a decision on a held deletion only once a second read has agreed", () => {
    expect(adviseHealth("deletion_held", { names, heldFor: "second_read" }).action).toBeNull();
    expect(adviseHealth("deletion_held", { names, heldFor: "person" }).action?.id).toBe("decide_held");
  });

  it("says what exactly only the person can do about a lost access", () => {
    const { action } = adviseHealth("access_ended", { names, humanAction: "ask_admin_to_consent" });
    expect(action).toMatchObject({ label: "Reconnect Google Calendar" });
    expect(action?.note).toContain("administrator");
  });
});
