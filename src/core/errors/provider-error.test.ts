import { describe, expect, it, vi } from "vitest";

import { isProviderError, ProviderError, saysItIsGone } from "./provider-error";

const facts = { provider: "google", operation: "listChanges", status: 503 };

describe("the one error that leaves an adapter", () => {
  it("is recognised when another copy of this module made it, as in a server whose parts are bundled apart", async () => {
    vi.resetModules();
    const copy = await import("./provider-error");
    expect(copy.ProviderError).not.toBe(ProviderError);
    const foreign = new copy.ProviderError("unavailable", facts);
    expect(isProviderError(foreign)).toBe(true);
    expect(foreign).toBeInstanceOf(ProviderError);
  });

  it("is not taken for any other error, nor for an object that looks like one", () => {
    expect(isProviderError(new Error("unavailable"))).toBe(false);
    expect(isProviderError({ name: "ProviderError", kind: "unavailable", facts })).toBe(false);
    expect(isProviderError(null)).toBe(false);
  });

  it("F45 says that an event is gone only when the event was asked for, not a token", () => {
    const gone = (operation: string, kind: "not_found" | "already_gone" | "forbidden") =>
      saysItIsGone(new ProviderError(kind, { ...facts, operation }));
    expect([gone("readEvent", "not_found"), gone("saveEvent", "already_gone")]).toEqual([true, true]);
    expect([gone("refresh", "not_found"), gone("readEvent", "forbidden")]).toEqual([false, false]);
  });
});
