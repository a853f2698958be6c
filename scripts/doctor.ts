// Says what is missing or wrong in the set-up, in words:  npm run doctor. Ends with 1 when something does not work.
import { existsSync } from "node:fs";

import { EnvError, readEnv } from "../src/lib/env";
import { createLog } from "../src/lib/log";
import { createDeps, installDeps, secretsOf } from "../src/server/deps";
import { checkSetup, type Finding } from "../src/server/running/check-setup";

const marks: Readonly<Record<Finding["is"], string>> = { good: "good ", look: "look ", wrong: "WRONG" };

function print(findings: readonly Finding[]): void {
  for (const { topic, is, says } of findings) process.stdout.write(`${marks[is]}  ${topic}: ${says}\n`);
  const wrong = findings.filter(({ is }) => is === "wrong").length;
  const toLookAt = findings.filter(({ is }) => is === "look").length;
  process.stdout.write(
    wrong > 0
      ? `\n${wrong} ${wrong === 1 ? "thing does" : "things do"} not work yet.\n`
      : `\nNothing is wrong${toLookAt > 0 ? `; ${toLookAt} ${toLookAt === 1 ? "point is" : "points are"} worth a look` : ""}.\n`,
  );
  process.exitCode = wrong > 0 ? 1 : 0;
}

if (existsSync(".env")) process.loadEnvFile(".env");
try {
  const env = readEnv(process.env);
  // Standard output is the answer's: what the log has to say goes beside it.
  const log = createLog({ level: "warn", service: "doctor", known: secretsOf(env), sink: process.stderr });
  const deps = { ...createDeps(env, "doctor"), log };
  installDeps(deps);
  print([
    { topic: "Settings", is: "good", says: "All that are needed are there and strong enough." },
    ...(await checkSetup(deps)),
  ]);
  await deps.db.close();
} catch (error) {
  if (error instanceof EnvError)
    print(error.findings.map(({ name, message }) => ({ topic: "Settings", is: "wrong", says: `${name} ${message}` })));
  else {
    process.stderr.write(`The doctor fell ill: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
// Connections to providers are kept open for the next call, and there is none.
process.exit();
