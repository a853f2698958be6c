// Makes somebody an instance admin and prints a link that signs them in once:  npm run admin:create -- <address> "<name>"
import { existsSync } from "node:fs";

import { EnvError, readEnv } from "../src/lib/env";
import { createDeps, installDeps } from "../src/server/deps";
import { makeInstanceAdmin } from "../src/server/people/create-instance-admin";
import { email as emailInput, line } from "../src/server/people/inputs";

function leave(sentence: string): never {
  process.stderr.write(`${sentence.trimEnd()}\n`);
  process.exit(1);
}

if (existsSync(".env")) process.loadEnvFile(".env");
const [address = "", ...words] = process.argv.slice(2);
const email = emailInput.safeParse(address);
const name = line(120).safeParse(words.join(" ") || address.split("@")[0]);
if (!email.success || !name.success)
  leave('Whom? Give the address and the name: npm run admin:create -- alice@meridian.test "Alice Berg"');

try {
  const deps = createDeps(readEnv(process.env), "admin:create");
  installDeps(deps);
  const { link, validMinutes } = await makeInstanceAdmin({ email: email.data, name: name.data });
  await deps.db.close();
  process.stdout.write(
    `${email.data} is an instance admin. This link signs in once, within ${validMinutes} minutes:\n\n  ${link}\n\nAfterwards, sign in with a provider under the same address in that browser, and the account is theirs for good.\n`,
  );
} catch (error) {
  leave(
    error instanceof EnvError
      ? error.message
      : `It did not work: ${error instanceof Error ? error.message : String(error)}`,
  );
}
