// Reads the settings as the application will, before anything is built or started.
import { readEnv } from "../../src/lib/env";

try {
  readEnv(process.env);
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
