import { describe, expect, it } from "vitest";
import { findStructureProblems } from "./structure.ts";

const adapter = (name: string) =>
  ["provider.ts", "wire.ts", "map-event.ts", "map-error.ts", "README.md"].map(
    (file) => `src/providers/${name}/${file}`,
  );
const sound = [
  "README.md",
  "docs/decisions/001-one-way.md",
  "e2e/sign-in.spec.ts",
  "prisma/migrations/20261121_start/migration.sql",
  "scripts/checks/structure.ts",
  "src/app/(signed-in)/book/[slug]/page.tsx",
  "src/app/api/auth/[...nextauth]/route.ts",
  "src/features/settings/components/key-list.tsx",
  "src/features/settings/loaders.db.test.ts",
  "src/features/settings/loaders.ts",
  "src/features/settings/panels/profile.tsx",
  "src/proxy.ts",
  "src/providers/catalog.ts",
  "src/providers/transport.ts",
  ...adapter("google"),
  ...adapter("microsoft"),
  "src/providers/google/map-error-reasons.ts",
  "src/providers/google/push.ts",
  "src/providers/fake/provider.ts",
  "src/providers/google/map-event.test.ts",
];

const planted: Readonly<Record<string, readonly [plus: string, problem: RegExp]>> = {
  "a stray file at the top": ["notes.md", /top-level/],
  "a new folder in src/": ["src/hooks/use-time.ts", /src\/ has only/],
  "a name in camel case": ["src/server/sync/syncCalendar.ts", /kebab-case/],
  "a component in Pascal case": ["src/components/ui/Button.tsx", /kebab-case/],
  "a file called utils": ["src/lib/utils.ts", /says nothing/],
  "a folder called helpers": ["src/server/helpers/time.ts", /says nothing/],
  "a file called misc": ["scripts/misc.ts", /says nothing/],
  "a file called a service": ["src/server/sync/calendar-service.ts", /says nothing/],
  "an index file": ["src/components/ui/index.ts", /no index files/],
  "a folder of tests": ["src/server/__tests__/sync.test.ts", /beside the file/],
  "a browser story outside of e2e/": ["src/app/page.spec.ts", /lives in e2e/],
  "a unit test in e2e/": ["e2e/sign-in.test.ts", /\*\.spec\.ts/],
  "a feature with a file of its own kind": ["src/features/settings/queries.ts", /a feature has only/],
  "a feature with a folder of its own kind": ["src/features/settings/hooks/use-keys.ts", /components\/ and panels\//],
  "a file beside the features": ["src/features/shared.ts", /folders only/],
  "a provider with a file of its own kind": ["src/providers/google/batch.ts", /microsoft\/batch\.ts is missing/],
  "a provider that lacks what its siblings have": ["src/providers/caldav/provider.ts", /caldav\/wire\.ts is missing/],
  "a decision without a number": ["docs/decisions/queue.md", /NNN-title/],
  "a decision whose number is taken": [
    "docs/decisions/001-another-way.md",
    /taken by docs\/decisions\/001-one-way\.md/,
  ],
};

describe("structure", () => {
  it("lets pass a sound tree", () => expect(findStructureProblems(sound)).toEqual([]));

  for (const [on, [plus, problem]] of Object.entries(planted)) {
    it(`rule structure fires on ${on}`, () => {
      expect(findStructureProblems([...sound, plus]).join("\n")).toMatch(problem);
    });
  }
});
