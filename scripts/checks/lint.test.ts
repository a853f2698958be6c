import { join, relative } from "node:path";
import { ESLint, type Linter } from "eslint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { daykeeper } from "./eslint/plugin.mjs";
import { plantedTsconfig, plantTree, type PlantedTree } from "./planted-tree.ts";
import { root } from "./project-files.ts";

type Planted = { readonly rule: string; readonly on: string; readonly folder: string; readonly code: string; readonly ext?: string };

const lines = (count: number, line = (number: number) => `const line${number} = ${number};`) =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");
const branches = (count: number) => lines(count, (number) => `if (value === ${number}) return ${number};`);

/** Each violates one rule; the list is complete, see the first test. */
const planted: readonly Planted[] = [
  { rule: "daykeeper/core-is-synchronous", on: "an async function in core/", folder: "src/core", code: "export async function load(): Promise<void> {}" },
  { rule: "daykeeper/core-is-synchronous", on: "a promise made in core/", folder: "src/core", code: "export const later = () => Promise.resolve(1);" },
  { rule: "daykeeper/core-keeps-no-state", on: "a variable of the module in core/", folder: "src/core", code: "let seen = 0;\nexport const count = () => (seen += 1);" },
  { rule: "daykeeper/time-and-chance-are-arguments", on: "new Date() in core/", folder: "src/core", code: "export const today = () => new Date();" },
  { rule: "daykeeper/time-and-chance-are-arguments", on: "Date.now() in server/", folder: "src/server/sync", code: "export const today = () => Date.now();" },
  { rule: "daykeeper/time-and-chance-are-arguments", on: "Math.random() in providers/", folder: "src/providers/google", code: "export const dice = () => Math.random();" },
  { rule: "no-restricted-globals", on: "fetch in core/", folder: "src/core", code: 'export const page = () => fetch("https://a.example");' },
  { rule: "no-restricted-globals", on: "process in core/", folder: "src/core", code: "export const home = () => process.env;" },
  { rule: "no-restricted-globals", on: "a timer in core/", folder: "src/core", code: "export const wait = (then: () => void) => setTimeout(then, 1);" },
  { rule: "no-restricted-globals", on: "crypto in core/", folder: "src/core", code: "export const id = () => crypto.randomUUID();" },
  { rule: "no-restricted-globals", on: "console in core/", folder: "src/core", code: 'export const shout = () => console.info("x");' },

  { rule: "daykeeper/no-interface-prefix", on: "an I before a name", folder: "src/server", code: "export interface ICalendar { id: string }" },
  { rule: "daykeeper/no-vague-suffix", on: "a class called Service", folder: "src/server", code: "export class SyncService {}" },
  { rule: "daykeeper/no-vague-suffix", on: "a type called Manager", folder: "src/server", code: "export type TokenManager = { id: string };" },
  { rule: "daykeeper/no-enums", on: "an enum", folder: "src/lib", code: "export enum Colour { red }" },
  { rule: "daykeeper/no-barrels", on: "a file that only hands on", folder: "src/lib", code: 'export { a } from "./a";' },
  { rule: "daykeeper/no-barrels", on: "export *", folder: "src/lib", code: 'export * from "./a";\nexport const b = 1;' },
  { rule: "daykeeper/at-is-an-instant", on: "a number called expiresAt", folder: "src/server", code: "export type Token = { expiresAt: number };" },
  { rule: "daykeeper/ms-is-a-number", on: "a Date called waitMs", folder: "src/server", code: "export const until = (waitMs: Date) => waitMs;" },

  { rule: "daykeeper/sql-only-in-server-db", on: "a tagged query in server/sync", folder: "src/server/sync", code: "export const one = (tx: any) => tx.$queryRaw`select 1`;" },
  { rule: "daykeeper/sql-only-in-server-db", on: "an sql template in a route", folder: "src/app/api", code: "export const one = (sql: any) => sql`select 1`;" },
  { rule: "daykeeper/sql-only-in-server-db", on: "a query given to a driver", folder: "src/lib", code: 'export const one = (client: any) => client.query("select 1");' },
  { rule: "daykeeper/no-unsafe-sql", on: "a query made of strings in server/db", folder: "src/server/db", code: 'export const one = (tx: any, name: string) => tx.$queryRawUnsafe("select " + name);' },
  { rule: "daykeeper/googleapis-calendar-only", on: "the whole googleapis package", folder: "src/providers/google", code: 'import { google } from "googleapis";\nexport const api = google;' },
  { rule: "daykeeper/googleapis-calendar-only", on: "another api of googleapis", folder: "src/providers/google", code: 'export const api = () => import("googleapis/build/src/apis/gmail");' },
  { rule: "daykeeper/provider-names-stay-home", on: "a provider compared by name in server/", folder: "src/server/sync", code: 'export const isOurs = (provider: string) => provider === "google";' },
  { rule: "daykeeper/provider-names-stay-home", on: "a provider named in core/", folder: "src/core", code: "export const first = `outlook`;" },
  { rule: "daykeeper/provider-names-stay-home", on: "a provider named on a page", folder: "src/features/settings/components", ext: "tsx", code: 'export const Icon = () => <img alt="" src="caldav" />;' },
  { rule: "daykeeper/no-server-actions", on: "a Server Action (S21)", folder: "src/features/settings", code: '"use server";\nexport const save = 1;' },
  { rule: "daykeeper/colours-are-tokens", on: "a raw colour", folder: "src/components/ui", ext: "tsx", code: 'export const Dot = () => <i style={{ color: "#ff0000" }} />;' },
  { rule: "daykeeper/colours-are-tokens", on: "a colour of the stock palette", folder: "src/features/settings/components", ext: "tsx", code: 'export const Dot = () => <i className="mt-1 bg-red-500" />;' },
  { rule: "react/no-danger", on: "markup from a string", folder: "src/components/ui", ext: "tsx", code: 'export const Raw = ({ html }: { html: string }) => <p dangerouslySetInnerHTML={{ __html: html }} />;' },
  { rule: "no-console", on: "console in src/", folder: "src/server", code: 'console.log("x");\nexport {};' },

  { rule: "daykeeper/no-swallowed-errors", on: "an empty catch with a comment", folder: "src/server", code: "export function go(run: () => void) { try { run(); } catch { /* never mind */ } }" },
  { rule: "daykeeper/no-swallowed-errors", on: "a catch that answers nothing", folder: "scripts", code: "export const go = (run: Promise<void>) => run.catch(() => {});" },
  { rule: "no-empty", on: "an empty block", folder: "src/server", code: "export function go(yes: boolean) { if (yes) {} }" },
  { rule: "daykeeper/every-test-runs", on: "a focused test", folder: "src/server", ext: "test.ts", code: 'import { it } from "vitest";\nit.only("x", () => undefined);' },
  { rule: "daykeeper/every-test-runs", on: "a skipped story", folder: "e2e", ext: "spec.ts", code: 'import { test } from "@playwright/test";\ntest.describe.skip("x", () => undefined);' },
  { rule: "daykeeper/every-test-runs", on: "a skip by option", folder: "src/server", ext: "test.ts", code: 'import { it } from "vitest";\nit("x", { skip: true }, () => undefined);' },
  { rule: "daykeeper/never-mock-the-database", on: "a mocked database", folder: "src/server", ext: "test.ts", code: 'import { vi } from "vitest";\nvi.mock("@/server/db/open-database");' },
  { rule: "no-warning-comments", on: "a note to do it later", folder: "src/server", code: "// to" + "do: later\nexport {};" },

  { rule: "@typescript-eslint/no-floating-promises", on: "a promise nobody waits for", folder: "src/server", code: "export function go(send: () => Promise<void>) { send(); }" },
  { rule: "@typescript-eslint/no-misused-promises", on: "a promise taken for a condition", folder: "src/server", code: "export function go(ask: () => Promise<boolean>) { return ask() ? 1 : 2; }" },
  { rule: "@typescript-eslint/await-thenable", on: "waiting for a plain value", folder: "src/server", code: "export const go = async (value: number) => { await value; };" },
  { rule: "@typescript-eslint/return-await", on: "a promise that leaves its try", folder: "src/server", code: "export async function go(send: () => Promise<void>) { try { return send(); } finally { send.name.trim(); } }" },
  { rule: "@typescript-eslint/only-throw-error", on: "a thrown string", folder: "src/server", code: 'export function go() { throw "no"; }' },
  { rule: "@typescript-eslint/consistent-type-imports", on: "a type imported as a value", folder: "src/server", code: 'import { Dirent } from "node:fs";\nexport type Entry = Dirent;' },
  { rule: "@typescript-eslint/switch-exhaustiveness-check", on: "a forgotten state", folder: "src/core", code: 'export function name(state: "a" | "b") { switch (state) { case "a": return 1; } return 2; }' },
  { rule: "@typescript-eslint/no-unused-vars", on: "an unused value", folder: "src/server", code: "const left = 1;\nexport {};" },
  { rule: "@typescript-eslint/no-explicit-any", on: "any", folder: "src/server", code: "export const take = (value: any) => value;" },
  { rule: "@typescript-eslint/no-unused-expressions", on: "an expression without effect", folder: "src/server", code: "export function go(a: number) { a + 1; }" },
  { rule: "eqeqeq", on: "a loose comparison", folder: "src/server", code: "export const same = (a: unknown, b: unknown) => a == b;" },

  { rule: "max-lines", on: "a file of 401 lines", folder: "src/server", code: `${lines(400, (number) => `export const line${number} = ${number};`)}\nexport {};` },
  { rule: "max-lines-per-function", on: "a function of 83 lines", folder: "src/server", code: `export function long() {\n${lines(80)}\nreturn [${Array.from({ length: 80 }, (_, index) => `line${index}`).join()}];\n}` },
  { rule: "max-lines-per-function", on: "a component of 123 lines", folder: "src/components/ui", ext: "tsx", code: `export function Long() {\nreturn <p>\n${lines(120, () => "<br />")}\n</p>;\n}` },
  { rule: "complexity", on: "a function with 13 ways", folder: "src/server", code: `export function many(value: number) {\n${branches(12)}\nreturn 0;\n}` },
  { rule: "max-params", on: "four parameters", folder: "src/server", code: "export const sum = (a: number, b: number, c: number, d: number) => a + b + c + d;" },
  { rule: "max-depth", on: "four levels", folder: "src/server", code: "export function deep(a: boolean) { if (a) { if (!a) { if (a) { if (!a) { return 1; } } } } return 0; }" },
];

/** Shapes close to the forbidden ones, which every rule must let pass. */
const clean: readonly Omit<Planted, "rule">[] = [
  { on: "pure code in core/", folder: "src/core", code: "export const isLate = (dueAt: Date, now: Date) => new Date(dueAt).getTime() < now.getTime();" },
  { on: "a port with promises in its types", folder: "src/core/ports", code: "export interface CalendarProvider { readonly id: string; listCalendars(): Promise<readonly string[]> }" },
  { on: "a clock that comes in", folder: "src/server/sync", code: "export const tick = (now: () => Date) => now();" },
  { on: "SQL in server/db", folder: "src/server/db", code: "type Tx = { $queryRaw: (text: TemplateStringsArray) => Promise<unknown> };\nexport const one = (tx: Tx) => tx.$queryRaw`select 1`;" },
  { on: "a provider named in its folder", folder: "src/providers/google", code: 'export const id = "google";' },
  { on: "a sign-in named in server/auth", folder: "src/server/auth", code: 'export const id = "azure-ad";' },
  { on: "the calendar part of googleapis", folder: "src/providers/google", code: 'import { calendar } from "googleapis/build/src/apis/calendar";\nexport const api = calendar;' },
  { on: "a handled error", folder: "src/server", code: "export const go = (run: Promise<void>, log: (error: unknown) => void) => run.catch((error: unknown) => log(error));" },
  { on: "a test", folder: "src/server", ext: "test.ts", code: 'import { expect, it } from "vitest";\nit("adds", () => expect(1 + 1).toBe(2));' },
  { on: "a component", folder: "src/components/ui", ext: "tsx", code: 'export const Dot = () => <i className="bg-accent text-ink-2" id="a1b2c3" />;' },
  { on: "a script that prints", folder: "scripts", code: 'console.log("ready");\nexport {};' },
];

const pathOf = ({ folder, ext = "ts" }: Omit<Planted, "rule">, number: number) => `${folder}/planted-${number}.${ext}`;
const all = [...planted, ...clean];
const results = new Map<string, readonly Linter.LintMessage[]>();
const rulesAt = (path: string) => (results.get(path) ?? []).map(({ ruleId }) => ruleId ?? "not to be read");
let tree: PlantedTree;

beforeAll(async () => {
  const files = Object.fromEntries(all.map((sample, number) => [pathOf(sample, number), sample.code]));
  tree = plantTree({ ...files, "tsconfig.json": plantedTsconfig });
  const eslint = new ESLint({ cwd: tree.folder, overrideConfigFile: join(root, "eslint.config.mjs") });
  for (const { filePath, messages } of await eslint.lintFiles(["."])) results.set(relative(tree.folder, filePath), messages);
}, 120_000);
afterAll(() => tree.remove());

describe("lint", () => {
  it("has a planted violation for each of our own rules", () => {
    const names = new Set(planted.map(({ rule }) => rule));
    expect(Object.keys(daykeeper.rules).filter((name) => !names.has(`daykeeper/${name}`))).toEqual([]);
  });

  for (const [number, sample] of planted.entries()) {
    it(`rule ${sample.rule} fires on ${sample.on}`, () => {
      expect(rulesAt(pathOf(sample, number))).toContain(sample.rule);
    });
  }

  for (const [index, sample] of clean.entries()) {
    it(`lets pass ${sample.on}`, () => {
      const path = pathOf(sample, planted.length + index);
      expect(results.has(path)).toBe(true);
      expect(results.get(path)).toEqual([]);
    });
  }
});
