import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { providersDoc, writeProvidersDoc } from "./providers-doc.ts";

describe("docs/providers.md", () => {
  it("says what the adapters know; if not, run node --import tsx scripts/providers-doc.ts", () => {
    expect(readFileSync(providersDoc, "utf8")).toBe(writeProvidersDoc());
  });

  it("says that nothing was verified against the live services", () => {
    expect(writeProvidersDoc()).toContain("Verified against the sandbox, not yet against the live services.");
  });
});
