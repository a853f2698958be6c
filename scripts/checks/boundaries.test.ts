import { join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTsConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantedTsconfig, plantTree, type PlantedTree } from "./planted-tree.ts";
import { root } from "./project-files.ts";

type Planted = { readonly rule: string; readonly from: string; readonly to: string };

const planted: readonly Planted[] = [
  { rule: "core-imports-only-core", from: "src/core/a.ts", to: "@/lib/log" },
  { rule: "core-imports-only-core", from: "src/core/b.ts", to: "node:crypto" },
  { rule: "core-imports-only-core", from: "src/core/c.ts", to: "@/server/sync/plain" },
  { rule: "providers-see-core-and-lib", from: "src/providers/google/a.ts", to: "@/server/sync/plain" },
  { rule: "library-sees-core-and-providers", from: "src/library/a.ts", to: "@/server/sync/plain" },
  { rule: "providers-are-strangers", from: "src/providers/google/b.ts", to: "@/providers/microsoft/provider" },
  { rule: "providers-only-through-catalog", from: "src/server/sync/a.ts", to: "@/providers/google/provider" },
  { rule: "providers-only-through-catalog", from: "src/server/sync/m.ts", to: "@/providers/transport" },
  { rule: "server-knows-no-pages", from: "src/server/sync/b.ts", to: "@/features/alerts/loaders" },
  {
    rule: "features-do-not-import-features",
    from: "src/features/settings/loaders.ts",
    to: "@/features/alerts/loaders",
  },
  { rule: "components-are-domain-free", from: "src/components/ui/a.tsx", to: "@/core/time" },
  { rule: "lib-is-a-leaf", from: "src/lib/a.ts", to: "@/core/time" },
  { rule: "nobody-imports-app", from: "src/features/settings/schema.ts", to: "@/app/page" },
  { rule: "routes-are-thin", from: "src/app/a/page.tsx", to: "@/core/time" },
  { rule: "routes-are-thin", from: "src/app/b/page.tsx", to: "@/server/db/plain" },
  {
    rule: "browser-code-does-not-import-server",
    from: "src/features/settings/components/a.tsx",
    to: "@/server/sync/plain",
  },
  { rule: "prisma-only-in-db", from: "src/server/sync/c.ts", to: "@prisma/client" },
  { rule: "prisma-only-in-db", from: "src/lib/b.ts", to: "pg" },
  { rule: "sdks-only-in-their-provider", from: "src/server/sync/d.ts", to: "googleapis/build/src/apis/calendar" },
  { rule: "sdks-only-in-their-provider", from: "src/sandbox/a.ts", to: "@microsoft/microsoft-graph-client" },
  { rule: "sandbox-imports-only-lib", from: "src/sandbox/b.ts", to: "@/core/time" },
  { rule: "nothing-imports-the-sandbox", from: "src/server/sync/e.ts", to: "@/sandbox/world" },
  { rule: "no-test-code-in-the-product", from: "src/server/sync/f.ts", to: "@/testing/clock" },
  { rule: "no-test-code-in-the-product", from: "src/sandbox/e.ts", to: "@/sandbox/testing/person" },
  { rule: "nobody-imports-a-test", from: "src/server/sync/g.ts", to: "@/core/time.test" },
  { rule: "plain-scripts-do-not-import-src", from: "scripts/a.ts", to: "../src/core/time" },
  { rule: "no-cycles", from: "src/core/round.ts", to: "@/core/trip" },
  { rule: "no-unresolvable-imports", from: "src/server/sync/h.ts", to: "@/server/nowhere" },
  { rule: "no-undeclared-packages", from: "src/server/sync/i.ts", to: "undeclared" },
  { rule: "no-development-packages-in-the-product", from: "src/server/sync/j.ts", to: "vitest" },
];

const clean: readonly Omit<Planted, "rule">[] = [
  { from: "src/core/d.ts", to: "zod" },
  { from: "src/core/time.test.ts", to: "vitest" },
  { from: "src/providers/google/c.ts", to: "googleapis/build/src/apis/calendar" },
  { from: "src/providers/catalog.ts", to: "@/providers/google/provider" },
  { from: "src/server/sync/k.ts", to: "@/providers/catalog" },
  { from: "src/server/db/a.ts", to: "@prisma/client" },
  { from: "src/sandbox/c.ts", to: "@/lib/log" },
  { from: "src/sandbox/d.test.ts", to: "googleapis/build/src/apis/calendar" },
  { from: "src/sandbox/testing/person.ts", to: "googleapis/build/src/apis/calendar" },
  { from: "src/app/c/page.tsx", to: "@/features/alerts/loaders" },
  { from: "src/server/sync/l.test.ts", to: "@/testing/clock" },
  { from: "scripts/sandbox.ts", to: "../src/sandbox/world" },
];

const nothing = "export const nothing = 0;\n";
const targets = [
  ...[
    "core/time",
    "lib/log",
    "server/sync/plain",
    "server/db/plain",
    "providers/google/provider",
    "providers/microsoft/provider",
    "providers/transport",
  ],
  ...["features/alerts/loaders", "sandbox/world", "testing/clock"],
].map((name) => [`src/${name}.ts`, nothing]);
const packages = [
  "zod",
  "vitest",
  "pg",
  "@prisma/client",
  "@microsoft/microsoft-graph-client",
  "googleapis",
  "undeclared",
];
const installed = packages.flatMap((name) => [
  [`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", main: "index.js" })],
  [`node_modules/${name}/index.js`, "module.exports = {};\n"],
]);
const declared = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, "1.0.0"]));
const manifest = {
  name: "planted",
  dependencies: declared(["zod", "pg", "@prisma/client", "googleapis"]),
  devDependencies: declared(["vitest", "@microsoft/microsoft-graph-client"]),
};
const importing = ({ from, to }: Omit<Planted, "rule">) => [
  from,
  `import * as planted from "${to}";\nexport const seen = planted;\n`,
];

let tree: PlantedTree;
let found: readonly { readonly rule: string; readonly from: string }[] = [];
const rulesAt = (path: string) => found.filter(({ from }) => from === path).map(({ rule }) => rule);

const config = join(root, ".dependency-cruiser.cjs");

beforeAll(async () => {
  tree = plantTree({
    ...Object.fromEntries([...targets, ...installed, ...planted.map(importing), ...clean.map(importing)]),
    "src/core/trip.ts": 'import * as round from "./round";\nexport const trip = round;\n',
    "src/core/type-round.ts": 'import type { Trip } from "./type-trip";\nexport type Round = { trip: Trip };\n',
    "src/core/type-trip.ts": 'import type { Round } from "./type-round";\nexport type Trip = { round: Round };\n',
    "src/app/page.tsx": nothing,
    "node_modules/googleapis/build/src/apis/calendar/index.js": "module.exports = {};\n",
    "package.json": JSON.stringify(manifest),
    "tsconfig.json": plantedTsconfig,
  });
  const options = (await extractDepcruiseOptions(config)) as ICruiseOptions;
  const tsConfig = extractTsConfig(join(tree.folder, "tsconfig.json")) as { options: Record<string, unknown> };
  const { output } = await cruise(
    ["src", "scripts"],
    { ...options, baseDir: tree.folder, validate: true, tsConfig: { fileName: join(tree.folder, "tsconfig.json") } },
    {},
    { tsConfig },
  );
  found = (output as ICruiseResult).summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}, 60_000);
afterAll(() => tree.remove());

describe("boundaries", () => {
  it("have a planted violation for each rule", async () => {
    const { ruleSet } = (await extractDepcruiseOptions(config)) as ICruiseOptions;
    const names = (ruleSet?.forbidden ?? []).map((rule) => rule.name ?? "");
    expect(names.length).toBeGreaterThan(15);
    expect(names.filter((name) => !planted.some(({ rule }) => rule === name))).toEqual([]);
  });

  for (const sample of planted) {
    it(`rule ${sample.rule} fires on ${sample.from} → ${sample.to}`, () => {
      expect(rulesAt(sample.from)).toContain(sample.rule);
    });
  }

  it("let pass types that refer to each other", () => {
    expect([...rulesAt("src/core/type-round.ts"), ...rulesAt("src/core/type-trip.ts")]).toEqual([]);
  });

  for (const sample of clean) {
    it(`lets pass ${sample.from} → ${sample.to}`, () => {
      expect(rulesAt(sample.from)).toEqual([]);
    });
  }
});
