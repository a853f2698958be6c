// A database for a benchmark: on the server for tests when one is named, otherwise on a PostgreSQL of its own, which
// ends with the process: a benchmark may open several databases, one after the other.
import { openCluster } from "../scripts/launch/postgres.ts";

export type BenchDatabase = { readonly url: string; readonly close: () => Promise<void> };

export async function openBenchDatabase(): Promise<BenchDatabase> {
  if (process.env.TEST_DATABASE_SERVER_URL === undefined) {
    const cluster = await openCluster({ name: "bench-postgres" });
    process.once("exit", () => cluster.stop());
    process.env.TEST_DATABASE_SERVER_URL = cluster.urlOf("postgres");
  }
  const { createMigratedDatabase } = await import("../src/testing/migrated-database");
  const database = await createMigratedDatabase();
  return { url: database.url, close: () => database.drop() };
}
