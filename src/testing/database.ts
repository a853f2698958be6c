import { afterAll, beforeAll } from "vitest";

import { openDatabase, type Database } from "@/server/db/open-database";
import { createMigratedDatabase } from "./migrated-database";

export { dropDatabase, urlOf, withClient } from "./migrated-database";

export type TestDatabase = { readonly url: string; readonly db: Database };

/** Call at the top of a `*.db.test.ts`: a fresh migrated database for that file, dropped when the file is done. */
export function useTestDatabase(): TestDatabase {
  let opened: { url: string; db: Database; drop: () => Promise<void> } | undefined;
  const current = () => {
    if (!opened) throw new Error("The test database is ready inside tests and hooks, not while the file is read.");
    return opened;
  };
  beforeAll(async () => {
    const { url, drop } = await createMigratedDatabase();
    opened = { url, drop, db: openDatabase({ url }) };
  });
  afterAll(async () => {
    await opened?.db.close();
    await opened?.drop();
  });
  return {
    get url() {
      return current().url;
    },
    get db() {
      return current().db;
    },
  };
}
