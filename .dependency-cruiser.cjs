/** Layers, outermost first: app > features > server > library > providers > core. components and lib are leaves. */
const layer = (...names) => `^src/(${names.join("|")})/`;
const TEST_FILE = "\\.test\\.tsx?$";
const TEST = [TEST_FILE, "/testing/"];
const outside = ["app", "features", "server", "library", "providers"];
const valuesOnly = { dependencyTypesNot: ["type-only"] };

/** Every rule is an error, and its comment says what to do instead. */
const forbid = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

const layers = [
  forbid(
    "core-imports-only-core",
    "core/ is pure: no I/O, no framework, no other layer. Take facts and `now` as arguments.",
    { path: layer("core"), pathNot: TEST },
    { pathNot: ["^src/core/", "node_modules/zod/", "^zod$"] },
  ),
  forbid(
    "providers-see-core-and-lib",
    "An adapter knows its API and the port; never the database, due work or pages.",
    { path: layer("providers") },
    { path: layer("app", "features", "components", "server", "library") },
  ),
  forbid(
    "library-sees-core-and-providers",
    "The library is used without the application: it knows the port of a store, not ours, and no framework.",
    { path: layer("library"), pathNot: TEST },
    { path: layer("app", "features", "components", "server") },
  ),
  forbid(
    "providers-are-strangers",
    "One provider does not import another. Share through core/ or lib/http.",
    { path: "^src/providers/([^/]+)/" },
    { path: "^src/providers/([^/]+)/", pathNot: "^src/providers/$1/" },
  ),
  forbid(
    "providers-only-through-catalog",
    "Nobody names a concrete provider. Ask providers/catalog.",
    { path: layer("app", "features", "components", "server", "library", "lib"), pathNot: TEST },
    { path: "^src/providers/", pathNot: "^src/providers/catalog\\.ts$" },
  ),
  forbid(
    "server-knows-no-pages",
    "server/ returns plain values; features/ and app/ show them.",
    { path: layer("server") },
    { path: layer("app", "features", "components") },
  ),
  forbid(
    "features-do-not-import-features",
    "Compose features in app/, or move what both need to server/ or components/.",
    { path: "^src/features/([^/]+)/" },
    { path: "^src/features/([^/]+)/", pathNot: "^src/features/$1/" },
  ),
  forbid(
    "components-are-domain-free",
    "A component could ship in another product: pass values and callbacks in.",
    { path: layer("components"), pathNot: TEST },
    { path: layer(...outside, "core") },
  ),
  forbid(
    "lib-is-a-leaf",
    "lib/ holds small tools without opinions. What knows the domain belongs to server/ or core/.",
    { path: layer("lib"), pathNot: TEST },
    { path: layer(...outside, "components", "core") },
  ),
  forbid(
    "nobody-imports-app",
    "app/ holds URLs. Move what you want to share to features/ or server/.",
    { pathNot: ["^src/app/", ...TEST] },
    { path: layer("app") },
  ),
  forbid(
    "routes-are-thin",
    "A file in app/ parses, calls one function of server/ or one loader of features/, and answers.",
    { path: layer("app"), pathNot: TEST },
    { path: [layer("core", "library", "providers"), "^src/server/db/"], ...valuesOnly },
  ),
  forbid(
    "browser-code-does-not-import-server",
    "Components run in the browser: import types freely, take values as props or by fetch from a route.",
    { path: ["^src/features/[^/]+/components/", "^src/components/"], pathNot: TEST },
    { path: layer("server", "library", "providers"), ...valuesOnly },
  ),
];

const seams = [
  forbid(
    "prisma-only-in-db",
    "Only src/server/db/ imports Prisma or a driver. Add a function there and call it.",
    { path: "^src/", pathNot: ["^src/(server/db|generated)/", ...TEST] },
    { path: ["node_modules/(@prisma|prisma|pg)/", "^@prisma/", "^pg$", "^src/generated/prisma"] },
  ),
  forbid(
    "sdks-only-in-their-provider",
    "The API clients are known to the adapters only. Ask through the port.",
    { path: "^src/", pathNot: ["^src/providers/", ...TEST] },
    {
      path: [
        "node_modules/(googleapis|google-auth-library|@microsoft)/",
        "^(googleapis|google-auth-library)(/|$)",
        "^@microsoft/",
      ],
    },
  ),
  forbid(
    "sandbox-imports-only-lib",
    "The sandbox is an independent witness of the protocols: it imports nothing of ours but lib/.",
    { path: layer("sandbox") },
    { path: "^src/", pathNot: layer("sandbox", "lib") },
  ),
  forbid(
    "nothing-imports-the-sandbox",
    "The only seam to the sandbox is a base URL. Its launcher and tests may import it.",
    { path: "^src/", pathNot: [layer("sandbox"), ...TEST] },
    { path: layer("sandbox") },
  ),
  forbid(
    "no-test-code-in-the-product",
    "Builders, fakes and clocks of src/testing/ are for tests.",
    // The simulation is a test that is told where to begin.
    { path: "^(src|scripts)/", pathNot: [...TEST, "^scripts/sim\\.ts$"] },
    { path: "^src/.*/testing/|^src/testing/" },
  ),
  forbid(
    "nobody-imports-a-test",
    "Move what you want to share to src/testing/.",
    {},
    { path: [TEST_FILE, "^e2e/.*\\.spec\\.ts$"] },
  ),
  forbid(
    "plain-scripts-do-not-import-src",
    "This script runs on plain Node. Start it with `node --import tsx` and list it here, or keep it apart from src/.",
    {
      path: "^scripts/",
      pathNot: [
        "^scripts/(worker|sandbox|admin-create|calendar-health|providers-doc|doctor|keys-rotate|verify-live|audit-verify|sim|launch/check-env)\\.ts$",
        ...TEST,
      ],
    },
    { path: "^src/", ...valuesOnly },
  ),
];

const hygiene = [
  forbid(
    "no-cycles",
    "Two files that need each other are one file, or three. Types may refer to each other.",
    { pathNot: "^src/generated/" },
    { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
  ),
  forbid(
    "no-unresolvable-imports",
    "This import leads nowhere: a typing mistake, or a package that package.json does not have.",
    { pathNot: "^src/generated/" },
    { couldNotResolve: true, pathNot: "^src/generated/" },
  ),
  forbid(
    "no-undeclared-packages",
    "Declare the package in package.json with its exact version.",
    { pathNot: "^src/generated/" },
    { dependencyTypes: ["npm-no-pkg", "npm-unknown"] },
  ),
  forbid(
    "no-development-packages-in-the-product",
    "A production install leaves out devDependencies. Move the package to dependencies, or the code to a test.",
    { path: "^src/", pathNot: [...TEST, layer("sandbox", "generated")] },
    { dependencyTypes: ["npm-dev"], ...valuesOnly },
  ),
];

module.exports = {
  forbidden: [...layers, ...seams, ...hygiene],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ["node_modules", "^src/generated/"] },
    exclude: { path: "^(\\.next|\\.data|\\.artifacts|coverage)" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
      extensions: [".ts", ".tsx", ".d.ts", ".mts", ".mjs", ".cjs", ".js", ".json"],
    },
  },
};
