// Runs the provider conformance suite against a real account:  npm run verify:live. Says what it needs when it is not there.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { readAddresses } from "../src/providers/catalog";

if (existsSync(".env")) process.loadEnvFile(".env");

/** Promises that can be seen at a real account without playing trouble, a browser, a public address or series by hand. */
const promises = [
  "SYN-5 lists every calendar",
  "SYN-1 SYN-2 a full read gives every event",
  "TZ-1 TZ-2 times keep",
  "a delta tells of nothing",
  "a delta after creating",
  "one event is read by its id",
  "a new event comes back",
  "F46 saving again with the same mark",
  "a change touches what it names",
  "a time becomes a whole day",
  "F48 a change and a removal against an older version",
  "without a version a change goes over",
  "F47 what is removed is removed",
  "a mark or a cursor of somebody else's",
  "every calendar that was asked for has an answer",
  "the grant refreshes",
];

/** As src/testing/provider-conformance-live.ts reads it: that file is no part of this command, but what it starts. */
type LiveAccount = {
  readonly [
    name in "provider" | "clientId" | "clientSecret" | "refreshToken" | "address" | "calendarId" | "zone"
  ]: string;
} & { readonly tenantId?: string; readonly addresses?: Readonly<Record<string, string>> };

type Wanted = { readonly provider: "google" | "outlook"; readonly settings: readonly string[] };
const wanted: readonly Wanted[] = (["google", "outlook"] as const).map((provider) => ({
  provider,
  settings: ["CLIENT_ID", "CLIENT_SECRET"]
    .map((name) => `${provider.toUpperCase()}_${name}`)
    .concat(["REFRESH_TOKEN", "ADDRESS", "CALENDAR_ID"].map((name) => `VERIFY_${provider.toUpperCase()}_${name}`)),
}));

const say = (text: string) => process.stdout.write(`${text}\n`);
const setting = (name: string) => process.env[name]?.trim() ?? "";

async function findAddresses(): Promise<Record<string, Readonly<Record<string, string>>>> {
  const sandbox = setting("PROVIDER_SANDBOX_URL");
  if (sandbox === "") return {};
  const response = await fetch(`${sandbox}/_control/endpoints`);
  const { providers } = (await response.json()) as { providers: Parameters<typeof readAddresses>[0] };
  return readAddresses(providers) as Record<string, Readonly<Record<string, string>>>;
}

function verify(account: LiveAccount): boolean {
  const run = spawnSync(
    process.execPath,
    [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...["--config", fileURLToPath(new URL("launch/live.vitest.config.ts", import.meta.url))],
      ...["--testNamePattern", promises.map((each) => each.replaceAll(/[.()[\]]/g, "\\$&")).join("|")],
    ],
    { stdio: "inherit", env: { ...process.env, VERIFY_LIVE_ACCOUNT: JSON.stringify(account) } },
  );
  return run.status === 0;
}

const addresses = await findAddresses();
const results: { readonly provider: string; readonly end: string; readonly isVerified: boolean }[] = [];
for (const { provider, settings } of wanted) {
  const missing = settings.filter((name) => setting(name) === "");
  if (missing.length > 0) {
    results.push({ provider, end: `not verified: ${missing.join(", ")} not set`, isVerified: false });
    continue;
  }
  const [clientId = "", clientSecret = "", refreshToken = "", address = "", calendarId = ""] = settings.map(setting);
  const tenantId = setting(`${provider.toUpperCase()}_TENANT_ID`);
  const isVerified = verify({
    ...{ provider, clientId, clientSecret, refreshToken, address, calendarId },
    zone: setting("VERIFY_TIME_ZONE") || "Europe/Berlin",
    ...(tenantId === "" ? {} : { tenantId }),
    ...(addresses[provider] === undefined ? {} : { addresses: addresses[provider] }),
  });
  const against = addresses[provider] === undefined ? "a real account" : "the sandbox, which is no real account";
  results.push({ provider, end: isVerified ? `verified against ${against}` : `FAILED against ${against}`, isVerified });
}

say("");
for (const { provider, end } of results) say(`${provider}: ${end}`);
if (results.some(({ isVerified }) => !isVerified))
  say(
    `
Per provider it needs an application (the two CLIENT settings), a refresh token of a test account that allowed it everything
(VERIFY_…_REFRESH_TOKEN), its address (VERIFY_…_ADDRESS), and the id of an empty calendar there (VERIFY_…_CALENDAR_ID):
everything in that calendar is deleted.
VERIFY_TIME_ZONE is that calendar's zone (Europe/Berlin). What needs faults, a browser or a public address is proved against
the sandbox only.`,
  );
process.exitCode = results.every(({ isVerified }) => isVerified) ? 0 : 1;
