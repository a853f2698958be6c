// The same thing has the same name in the same place everywhere: closed lists of files and folders.
import { listPaths } from "./project-files.ts";
import { report } from "./report.ts";

const topLevel = new Set(
  `.ci .dependency-cruiser.cjs .env.example .gitattributes .gitignore .npmrc .prettierignore .prettierrc CHANGELOG.md
  CONTRIBUTING.md LICENSE README.md SECURITY.md bench docs e2e eslint.config.mjs knip.json next.config.mjs
  package-lock.json package.json playwright.config.ts postcss.config.mjs prisma prisma.config.ts public scripts src
  tailwind.config.ts tsconfig.json tsconfig.library.json vercel.json vitest.config.ts`.split(/\s+/),
);
const sourceFolders = new Set("app components core features lib library providers sandbox server testing".split(" "));
const sourceFiles = new Set(["src/proxy.ts", "src/proxy.test.ts", "src/instrumentation.ts"]);
const featureFiles = new Set(["loaders.ts", "actions.ts", "schema.ts", "catalog.ts"]);
const featureFolders = new Set(["components", "panels"]);
const providerFiles = ["provider.ts", "wire.ts", "map-event.ts", "map-error.ts", "README.md"];
/** What a provider may lack: an absent file means that it cannot do it. */
const abilities = new Set(["oauth.ts", "push.ts", "free-busy.ts"]);

const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
const routeSegment = /^(\[{1,2}(\.\.\.)?[a-zA-Z0-9]+\]{1,2}|\([a-z0-9-]+\)|@[a-z0-9-]+|_[a-z0-9-]+)$/;
const vague = /^(utils?|helpers?|misc|common-utils)$|-(utils?|helpers?|service|manager|impl)$/;
const stem = (name: string) => name.replace(/\..*$/, "");
const untested = (name: string) => name.replace(/(\.db)?\.test\.(tsx?)$/, ".$2");
const isTest = (path: string) => /\.test\.tsx?$/.test(path);

function checkNames(path: string): string[] {
  if (!/^(src|scripts|bench|e2e|prisma|public)\//.test(path) || path.startsWith("prisma/migrations/")) return [];
  const problems: string[] = [];
  for (const segment of path.split("/")) {
    const fits =
      kebab.test(segment) || segment === "README.md" || (path.startsWith("src/app/") && routeSegment.test(segment));
    if (!fits) problems.push(`${path}: "${segment}" is not in kebab-case`);
    if (vague.test(stem(segment))) problems.push(`${path}: "${segment}" says nothing; name what it does`);
    if (segment === "__tests__") problems.push(`${path}: put a test beside the file it tests, as name.test.ts`);
  }
  if (/(^|\/)index\.(tsx?|m?js)$/.test(path))
    problems.push(`${path}: no index files; import from the file that declares the thing`);
  return problems;
}

function checkPlace(path: string): string[] {
  const [first = "", second = ""] = path.split("/");
  if (!topLevel.has(first))
    return [`${path}: "${first}" is not in the list of top-level names (scripts/checks/structure.ts)`];
  if (first === "src" && !sourceFolders.has(second) && !sourceFiles.has(path)) {
    return [`${path}: src/ has only ${[...sourceFolders].join(", ")}, proxy.ts and instrumentation.ts`];
  }
  if (/\.spec\.tsx?$/.test(path) && first !== "e2e")
    return [`${path}: a *.spec.ts is a browser story and lives in e2e/`];
  if (isTest(path) && first === "e2e") return [`${path}: in e2e/ a test is a *.spec.ts`];
  return [];
}

function checkFeature(path: string): string[] {
  const [, layer, , third = "", ...deeper] = path.split("/");
  if (layer !== "features" || !path.startsWith("src/")) return [];
  if (third === "") return [`${path}: features/ holds folders only`];
  if (deeper.length > 0)
    return featureFolders.has(third) ? [] : [`${path}: a feature has the folders components/ and panels/ only`];
  return featureFiles.has(untested(third))
    ? []
    : [`${path}: a feature has only ${[...featureFiles].join(", ")} and components/, panels/`];
}

const isPart = (file: string) => [...providerFiles, ...abilities].some((whole) => file.startsWith(`${stem(whole)}-`));

/**
 * Beside the folders lie catalog.ts and what every adapter needs; in a folder the same files as in its siblings. A file
 * that grows may be split, and its parts are named after it: map-error-sign-in.ts beside map-error.ts.
 */
function checkProviders(paths: readonly string[]): string[] {
  const folders = new Map<string, Set<string>>();
  for (const path of paths) {
    const [, name, file] = /^src\/providers\/([^/]+)\/(.+)$/.exec(path) ?? [];
    // The fake keeps its events in memory: it has no wire and no errors of a service to map.
    if (name === undefined || file === undefined || name === "fake") continue;
    if (!isPart(file)) folders.set(name, (folders.get(name) ?? new Set()).add(untested(file)));
  }
  const wanted = new Set([...providerFiles, ...[...folders.values()].flatMap((files) => [...files])]);
  return [...folders].flatMap(([name, files]) =>
    [...wanted]
      .filter((file) => !files.has(file) && !abilities.has(file))
      .map((file) => `src/providers/${name}/${file} is missing: a provider has the same files as its siblings`),
  );
}

function checkDecisions(paths: readonly string[]): string[] {
  const problems: string[] = [];
  const numbers = new Map<string, string>();
  for (const path of paths.filter((each) => each.startsWith("docs/decisions/"))) {
    const number = /^docs\/decisions\/(\d{3})-[a-z0-9]+(-[a-z0-9]+)*\.md$/.exec(path)?.[1];
    if (number === undefined) problems.push(`${path}: a decision is called NNN-title.md`);
    else if (numbers.has(number)) problems.push(`${path}: number ${number} is taken by ${numbers.get(number)}`);
    else numbers.set(number, path);
  }
  return problems;
}

export function findStructureProblems(paths: readonly string[]): readonly string[] {
  const each = paths.flatMap((path) => [...checkPlace(path), ...checkNames(path), ...checkFeature(path)]);
  return [...each, ...checkProviders(paths), ...checkDecisions(paths)];
}

if (import.meta.main) {
  const paths = listPaths();
  report(
    "structure",
    findStructureProblems(paths),
    `${paths.length} files, each in its place and named as its siblings`,
  );
}
