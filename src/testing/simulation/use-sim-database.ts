import { afterAll, beforeAll } from "vitest";

import { openSimDatabase, type SimDatabase } from "./sim-database";

/** One database for all stories of a test file. */
export function useSimDatabase(): () => SimDatabase {
  let database: SimDatabase | null = null;
  beforeAll(async () => {
    database = await openSimDatabase();
  });
  afterAll(() => database?.close());
  return () => {
    if (database === null) throw new Error("The database is opened before the first test.");
    return database;
  };
}
