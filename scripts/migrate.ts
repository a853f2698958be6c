// `npm run db:migrate`: brings the database of DATABASE_URL, or the built-in one, to the newest structure.
import { chooseDatabase } from "./launch/database.ts";
import { readEnvFile } from "./launch/env.ts";
import { explain, step } from "./launch/say.ts";
import { migrate } from "./launch/migrate.ts";

readEnvFile();
const database = await chooseDatabase();
try {
  await step(
    "Database structure",
    () => migrate(database.url),
    (names) => (names.length ? `applied ${names.join(", ")}` : "up to date"),
  );
} catch (error) {
  console.error(`\nDaykeeper cannot migrate: ${explain(error)}`);
  process.exitCode = 1;
} finally {
  database.stop();
}
// The schema engine leaves the ten-second timer of its lock behind, which would keep this process waiting.
process.exit();
