// For scripts/verify-live.ts: the one file that no other run of the tests may find.
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: new URL("../..", import.meta.url).pathname,
  resolve: { tsconfigPaths: true },
  test: {
    include: ["src/testing/provider-conformance-live.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // One account: one thing at a time.
    fileParallelism: false,
  },
});
