import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

import { describe, expect, it } from "vitest";

import { useTestDatabase, withClient } from "@/testing/database";

const database = useTestDatabase();
const root = fileURLToPath(new URL("../../../", import.meta.url));

type Diff = { isEmpty: boolean; text: string };

/** `prisma migrate diff` from the migrated database to the schema files; 0 means the same, 2 means they differ. */
const diff = (url: string) =>
  new Promise<Diff>((resolve, reject) => {
    const args = [
      "node_modules/prisma/build/index.js",
      "migrate",
      "diff",
      "--exit-code",
      "--from-config-datasource",
      "--to-schema",
      "prisma",
    ];
    execFile(
      process.execPath,
      args,
      { cwd: root, env: { ...process.env, DATABASE_URL: url, PRISMA_HIDE_UPDATE_MESSAGE: "1" } },
      (error, stdout, stderr) => {
        if (error && error.code !== 2) reject(new Error(`${stdout}\n${stderr}`));
        else resolve({ isEmpty: !error, text: stdout });
      },
    );
  });

describe("prisma/*.prisma and prisma/migrations", () => {
  it("describe the same tables", async () => {
    const { text, isEmpty } = await diff(database.url);
    expect(text).toContain("No difference detected");
    expect(isEmpty).toBe(true);
  });

  it("are told apart by a single column", async () => {
    await withClient(database.url, (client) => client.query("alter table events add column planted text"));
    const { text, isEmpty } = await diff(database.url);
    await withClient(database.url, (client) => client.query("alter table events drop column planted"));
    expect(isEmpty).toBe(false);
    expect(text).toContain("planted");
  });
});
