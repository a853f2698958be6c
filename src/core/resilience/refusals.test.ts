import { describe, expect, it } from "vitest";

import { ProviderError } from "../errors/provider-error";
import { refusals, wasRefusedByUs } from "./refusals";

const about = { provider: "fake", operation: "listChanges" };

describe("wasRefusedByUs", () => {
  it.each(Object.values(refusals))("RES-4 knows a call that was never made: %s", (reason) => {
    expect(wasRefusedByUs(new ProviderError("unavailable", { ...about, reason }))).toBe(true);
  });

  it("RES-4 knows what an earlier answer left behind, whatever the word for it", () => {
    const facts = { ...about, reason: "backendError", isRemembered: true };
    expect(wasRefusedByUs(new ProviderError("unavailable", facts))).toBe(true);
  });

  it.each([undefined, "backendError", "rateLimitExceeded"])("takes %s for the provider's own word", (reason) => {
    expect(wasRefusedByUs(new ProviderError("unavailable", { ...about, reason }))).toBe(false);
  });
});
