// What the tests need beyond npm: a browser, and a second PostgreSQL. Installed from Debian's packages where that is
// possible; otherwise said plainly.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";

import { hasCommand } from "./build.ts";
import { LaunchError } from "./say.ts";

const browsers = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const debianPostgres = "/usr/lib/postgresql/15/bin";

const mayInstall = () => process.getuid?.() === 0 && hasCommand("apt-get");

function install(name: string): boolean {
  const options = { encoding: "utf8", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } } as const;
  const args = ["install", "-y", "--no-install-recommends", name];
  if (spawnSync("apt-get", args, options).status === 0) return true;
  spawnSync("apt-get", ["update"], options);
  return spawnSync("apt-get", args, options).status === 0;
}

const findBrowser = () => [process.env.PW_CHROMIUM, ...browsers].find((file) => file && existsSync(file));

export function requireBrowser(): string {
  const found = findBrowser() ?? (mayInstall() && install("chromium") ? findBrowser() : undefined);
  if (found) return found;
  throw new LaunchError(
    "the browser tests need Chromium, and none was found. Install it (Debian: apt-get install chromium), or set PW_CHROMIUM to a Chromium or Chrome.",
  );
}

/** Debian's own PostgreSQL 15, the oldest we promise to work with. Null where it cannot be had. */
export function findDebianPostgres(): string | null {
  if (existsSync(`${debianPostgres}/postgres`)) return debianPostgres;
  if (!mayInstall()) return null;
  // The package would otherwise start a server of its own on the standard port.
  mkdirSync("/etc/postgresql-common", { recursive: true });
  if (!existsSync("/etc/postgresql-common/createcluster.conf"))
    writeFileSync("/etc/postgresql-common/createcluster.conf", "create_main_cluster = false\n");
  return install("postgresql-15") && existsSync(`${debianPostgres}/postgres`) ? debianPostgres : null;
}
