import { defineConfig } from "vitest/config";

const database = ["src/**/*.db.test.ts", "scripts/**/*.db.test.ts"];

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    passWithNoTests: false,
    setupFiles: ["src/testing/fixed-seed.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.ts"],
          exclude: database,
        },
      },
      { extends: true, test: { name: "database", include: database, testTimeout: 30_000, hookTimeout: 60_000 } },
    ],
    coverage: {
      provider: "v8",
      include: ["src/core/**/*.ts", "src/providers/**/*.ts", "src/server/**/*.ts"],
      exclude: ["**/*.test.ts"],
      reporter: ["json-summary", "text-summary"],
      reportsDirectory: ".artifacts/coverage",
    },
  },
});
