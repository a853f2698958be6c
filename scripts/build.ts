// Builds the web application into the given folder when its sources changed since the last time.
import { buildWeb } from "./launch/build.ts";
import { explain } from "./launch/say.ts";

try {
  console.log(await buildWeb(process.argv[2] ?? ".next"));
} catch (error) {
  console.error(explain(error));
  process.exitCode = 1;
}
