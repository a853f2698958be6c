import { defineConfig } from "eslint/config";
import nextVitals from "eslint-config-next/core-web-vitals";
import tseslint from "typescript-eslint";
import { daykeeper } from "./scripts/checks/eslint/plugin.mjs";
import { impureGlobals } from "./scripts/checks/eslint/purity.mjs";

const typescript = ["**/*.{ts,tsx}"];
const product = ["src/**/*.{ts,tsx}"];
const pages = ["src/{app,components,features}/**/*.{ts,tsx}", "src/lib/i18n/**/*.ts", "src/*.ts"];
const tests = ["**/*.test.{ts,tsx}", "e2e/**", "src/**/testing/**"];
const on = (...names) => Object.fromEntries(names.map((name) => [`daykeeper/${name}`, "error"]));

export default defineConfig([
  { ignores: [".next*/", ".data/", ".artifacts/", "coverage/", "public/", "docs/", "src/generated/", "next-env.d.ts"] },
  nextVitals.map((part) => (part.files ? { ...part, files: pages } : part)),
  // What eslint-config-next/typescript hands on, from the version that package.json pins.
  tseslint.configs.recommended,
  {
    linterOptions: { reportUnusedDisableDirectives: "error" },
    plugins: { daykeeper },
    settings: { react: { version: "19.3" } },
  },

  {
    name: "daykeeper/everywhere",
    languageOptions: { globals: { setInterval: "readonly", setTimeout: "readonly" } },
    rules: {
      ...on("no-barrels", "no-swallowed-errors", "every-test-runs", "googleapis-calendar-only"),
      eqeqeq: ["error", "always"],
      "no-constant-condition": ["error", { checkLoops: "allExceptWhileTrue" }],
      "no-eval": "error",
      "no-fallthrough": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-self-compare": "error",
      "no-unsafe-finally": "error",
      "no-unsafe-optional-chaining": "error",
      "no-useless-catch": "error",
      "max-lines": ["error", { max: 400 }],
      "no-empty": "error",
      "no-warning-comments": ["error", { terms: ["todo", "fixme", "xxx", "hack"], location: "anywhere" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", ignoreRestSiblings: true }],
      "@typescript-eslint/no-unused-expressions": "error",
    },
  },
  {
    name: "daykeeper/typescript",
    files: typescript,
    languageOptions: { parserOptions: { projectService: true } },
    rules: {
      ...on("no-interface-prefix", "no-vague-suffix", "no-enums", "ms-is-a-number"),
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/only-throw-error": "error",
      "@typescript-eslint/return-await": ["error", "in-try-catch"],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: false },
      ],
    },
  },
  {
    name: "daykeeper/sizes",
    files: typescript,
    ignores: tests,
    rules: {
      complexity: ["error", 12],
      "max-depth": ["error", 3],
      "max-lines-per-function": ["error", { max: 80, skipBlankLines: true, skipComments: true }],
      "max-params": ["error", 3],
    },
  },
  {
    name: "daykeeper/component-sizes",
    files: ["**/*.tsx"],
    ignores: tests,
    rules: { "max-lines-per-function": ["error", { max: 120, skipBlankLines: true, skipComments: true }] },
  },

  {
    name: "daykeeper/product",
    files: product,
    rules: {
      ...on("no-server-actions", "never-mock-the-database"),
      "no-console": "error",
    },
  },
  {
    // The sandbox counts in milliseconds of its virtual clock, and so do its instants.
    name: "daykeeper/instants",
    files: product,
    ignores: ["src/sandbox/**"],
    rules: on("at-is-an-instant"),
  },
  {
    name: "daykeeper/sql",
    files: product,
    ignores: ["src/server/db/**", ...tests],
    rules: on("sql-only-in-server-db"),
  },
  { name: "daykeeper/safe-sql", files: product, ignores: tests, rules: on("no-unsafe-sql") },
  {
    // Signing in names the identity providers it is configured for; a calendar provider is never named there.
    name: "daykeeper/provider-names",
    files: product,
    ignores: ["src/providers/**", "src/sandbox/**", "src/server/auth/**", ...tests],
    rules: on("provider-names-stay-home"),
  },
  {
    // deps.ts is where the one real clock and the one real die come in; lib/ measures durations for logs.
    name: "daykeeper/clock",
    files: ["src/{core,library,providers,server,features}/**/*.{ts,tsx}"],
    ignores: ["src/server/deps.ts", ...tests],
    rules: on("time-and-chance-are-arguments"),
  },
  {
    name: "daykeeper/core",
    files: ["src/core/**/*.ts"],
    ignores: tests,
    rules: {
      ...on("core-is-synchronous", "core-keeps-no-state"),
      "no-restricted-globals": ["error", ...impureGlobals],
    },
  },
  {
    // After a change of person or workspace nothing of the former one may stay in memory: a whole page load, on purpose.
    name: "daykeeper/pages",
    files: pages,
    rules: { "@next/next/no-location-assign-relative-destination": "off", "react/no-danger": "error" },
  },
  {
    name: "daykeeper/look",
    files: ["src/{components,features}/**/*.tsx", "src/app/**/*.tsx"],
    ignores: tests,
    rules: on("colours-are-tokens"),
  },
]);
