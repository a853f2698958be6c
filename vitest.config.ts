import { availableParallelism } from "node:os";

import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const database = ["src/**/*.db.test.ts", "scripts/**/*.db.test.ts"];
/** What changes its own process, or starts and kills others, has one to itself. */
const alone = ["scripts/database-restart.db.test.ts", "**/processes.db.test.ts", "src/server/sync/kills.db.test.ts"];
/** Stories about the engine, long and the same on every server: once is enough. */
const leftOut = process.env.TEST_WITHOUT_STORIES === "1" ? ["src/testing/simulation/**"] : [];
/** Minutes of waiting or telling stories: begun first, so that nothing is waited for at the end. */
const longest = [/processes\.db\.test/, /simulation/, /database-restart/, /authorisation\.db/, /guarantees\.db/];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ moduleId }: TestSpecification) => {
      const rank = longest.findIndex((pattern) => pattern.test(moduleId));
      return rank === -1 ? longest.length : rank;
    };
    return (await super.sort(files)).toSorted((one, other) => rankOf(one) - rankOf(other));
  }
}

const withDatabase = { testTimeout: 60_000, hookTimeout: 60_000 };

export default defineConfig({
  resolve: { tsconfigPaths: true },
  test: {
    passWithNoTests: false,
    setupFiles: ["src/testing/fixed-seed.ts"],
    // Files of one process share what they import: that was half of the time.
    isolate: false,
    // Many tests wait for a database or another process: one more than there are cores keeps these busy.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "src/**/*.test.tsx", "scripts/**/*.test.ts"],
          exclude: database,
        },
      },
      {
        extends: true,
        test: { name: "database", include: database, exclude: [...alone, ...leftOut], ...withDatabase },
      },
      { extends: true, test: { name: "processes", include: alone, isolate: true, ...withDatabase } },
    ],
    coverage: {
      provider: "v8",
      include: ["src/core/**/*.ts", "src/providers/**/*.ts", "src/server/**/*.ts"],
      exclude: ["**/*.test.ts"],
      // A file that is run once more is not measured again.
      reportOnFailure: true,
      reporter: ["json-summary", "text-summary"],
      reportsDirectory: ".artifacts/coverage",
    },
  },
});
