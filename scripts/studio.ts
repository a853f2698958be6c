// `npm run db:studio`: Prisma Studio on the database of DATABASE_URL, or on the built-in one.
import { spawn } from "node:child_process";

import { nodeModule } from "./launch/build.ts";
import { chooseDatabase } from "./launch/database.ts";
import { readEnvFile } from "./launch/env.ts";
import { inRoot } from "./launch/paths.ts";
import { explain } from "./launch/say.ts";

readEnvFile();
try {
  const database = await chooseDatabase();
  if (database.unrestrictedUrl === null)
    console.log(
      "Row security hides every row from a login without BYPASSRLS; give DATABASE_URL one that has it to see them.",
    );
  const studio = spawn(process.execPath, [nodeModule("prisma/build/index.js"), "studio"], {
    cwd: inRoot(),
    stdio: "inherit",
    env: { ...process.env, DATABASE_URL: database.unrestrictedUrl ?? database.url },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => studio.kill(signal));
  studio.once("exit", (status) => {
    database.stop();
    process.exitCode = status ?? 0;
  });
} catch (error) {
  console.error(`\nThe database cannot be shown: ${explain(error)}`);
  process.exitCode = 1;
}
