// A database for a benchmark: on the server for tests when one is named, otherwise on a PostgreSQL of its own.
import { openCluster } from "../scripts/launch/postgres.ts";

export type BenchDatabase = { readonly url: string; readonly close: () => Promise<void> };

export async function openBenchDatabase(): Promise<BenchDatabase> {
  const cluster =
    process.env.TEST_DATABASE_SERVER_URL === undefined ? await openCluster({ name: "bench-postgres" }) : null;
  if (cluster !== null) process.env.TEST_DATABASE_SERVER_URL = cluster.urlOf("postgres");
  const { createMigratedDatabase } = await import("../src/testing/migrated-database");
  const database = await createMigratedDatabase();
  return {
    url: database.url,
    close: async () => {
      await database.drop();
      cluster?.stop();
    },
  };
}
