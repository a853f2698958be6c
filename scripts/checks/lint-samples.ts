/** Code that a rule must find, in the folder where it must find it. */
export type Planted = {
  readonly rule: string;
  readonly on: string;
  readonly folder: string;
  readonly code: string;
  readonly ext?: string;
};

/** Each violates one of our own rules; the list is complete, see the first test. */
export const plantedAgainstOurs: readonly Planted[] = [
  {
    rule: "daykeeper/core-is-synchronous",
    on: "an async function in core/",
    folder: "src/core",
    code: "export async function load(): Promise<void> {}",
  },
  {
    rule: "daykeeper/core-is-synchronous",
    on: "a promise made in core/",
    folder: "src/core",
    code: "export const later = () => Promise.resolve(1);",
  },
  {
    rule: "daykeeper/core-keeps-no-state",
    on: "a variable of the module in core/",
    folder: "src/core",
    code: "let seen = 0;\nexport const count = () => (seen += 1);",
  },
  {
    rule: "daykeeper/time-and-chance-are-arguments",
    on: "new Date() in core/",
    folder: "src/core",
    code: "export const today = () => new Date();",
  },
  {
    rule: "daykeeper/time-and-chance-are-arguments",
    on: "Date.now() in server/",
    folder: "src/server/sync",
    code: "export const today = () => Date.now();",
  },
  {
    rule: "daykeeper/time-and-chance-are-arguments",
    on: "Math.random() in providers/",
    folder: "src/providers/google",
    code: "export const dice = () => Math.random();",
  },
  {
    rule: "daykeeper/no-interface-prefix",
    on: "an I before a name",
    folder: "src/server",
    code: "export interface ICalendar { id: string }",
  },
  {
    rule: "daykeeper/no-vague-suffix",
    on: "a class called Service",
    folder: "src/server",
    code: "export class SyncService {}",
  },
  {
    rule: "daykeeper/no-vague-suffix",
    on: "a type called Manager",
    folder: "src/server",
    code: "export type TokenManager = { id: string };",
  },
  { rule: "daykeeper/no-enums", on: "an enum", folder: "src/lib", code: "export enum Colour { red }" },
  {
    rule: "daykeeper/no-barrels",
    on: "a file that only hands on",
    folder: "src/lib",
    code: 'export { a } from "./a";',
  },
  {
    rule: "daykeeper/no-barrels",
    on: "export *",
    folder: "src/lib",
    code: 'export * from "./a";\nexport const b = 1;',
  },
  {
    rule: "daykeeper/at-is-an-instant",
    on: "a number called expiresAt",
    folder: "src/server",
    code: "export type Token = { expiresAt: number };",
  },
  {
    rule: "daykeeper/ms-is-a-number",
    on: "a Date called waitMs",
    folder: "src/server",
    code: "export const until = (waitMs: Date) => waitMs;",
  },

  {
    rule: "daykeeper/sql-only-in-server-db",
    on: "a tagged query in server/sync",
    folder: "src/server/sync",
    code: "export const one = (tx: any) => tx.$queryRaw`select 1`;",
  },
  {
    rule: "daykeeper/sql-only-in-server-db",
    on: "an sql template in a route",
    folder: "src/app/api",
    code: "export const one = (sql: any) => sql`select 1`;",
  },
  {
    rule: "daykeeper/sql-only-in-server-db",
    on: "a query given to a driver",
    folder: "src/lib",
    code: 'export const one = (client: any) => client.query("select 1");',
  },
  {
    rule: "daykeeper/no-unsafe-sql",
    on: "a query made of strings in server/db",
    folder: "src/server/db",
    code: 'export const one = (tx: any, name: string) => tx.$queryRawUnsafe("select " + name);',
  },
  {
    rule: "daykeeper/googleapis-calendar-only",
    on: "the whole googleapis package",
    folder: "src/providers/google",
    code: 'import { google } from "googleapis";\nexport const api = google;',
  },
  {
    rule: "daykeeper/googleapis-calendar-only",
    on: "another api of googleapis",
    folder: "src/providers/google",
    code: 'export const api = () => import("googleapis/build/src/apis/gmail");',
  },
  {
    rule: "daykeeper/provider-names-stay-home",
    on: "a provider compared by name in server/",
    folder: "src/server/sync",
    code: 'export const isOurs = (provider: string) => provider === "google";',
  },
  {
    rule: "daykeeper/provider-names-stay-home",
    on: "a provider named in core/",
    folder: "src/core",
    code: "export const first = `outlook`;",
  },
  {
    rule: "daykeeper/provider-names-stay-home",
    on: "a provider named on a page",
    folder: "src/features/settings/components",
    ext: "tsx",
    code: 'export const Icon = () => <img alt="" src="caldav" />;',
  },
  {
    rule: "daykeeper/no-server-actions",
    on: "a Server Action (S21)",
    folder: "src/features/settings",
    code: '"use server";\nexport const save = 1;',
  },
  {
    rule: "daykeeper/colours-are-tokens",
    on: "a raw colour",
    folder: "src/components/ui",
    ext: "tsx",
    code: 'export const Dot = () => <i style={{ color: "#ff0000" }} />;',
  },
  {
    rule: "daykeeper/colours-are-tokens",
    on: "a colour of the stock palette",
    folder: "src/features/settings/components",
    ext: "tsx",
    code: 'export const Dot = () => <i className="mt-1 bg-red-500" />;',
  },
  {
    rule: "daykeeper/no-swallowed-errors",
    on: "an empty catch with a comment",
    folder: "src/server",
    code: "export function go(run: () => void) { try { run(); } catch { /* never mind */ } }",
  },
  {
    rule: "daykeeper/no-swallowed-errors",
    on: "a catch that answers nothing",
    folder: "scripts",
    code: "export const go = (run: Promise<void>) => run.catch(() => {});",
  },
  {
    rule: "daykeeper/every-test-runs",
    on: "a focused test",
    folder: "src/server",
    ext: "test.ts",
    code: 'import { it } from "vitest";\nit.only("x", () => undefined);',
  },
  {
    rule: "daykeeper/every-test-runs",
    on: "a skipped story",
    folder: "e2e",
    ext: "spec.ts",
    code: 'import { test } from "@playwright/test";\ntest.describe.skip("x", () => undefined);',
  },
  {
    rule: "daykeeper/every-test-runs",
    on: "a skip by option",
    folder: "src/server",
    ext: "test.ts",
    code: 'import { it } from "vitest";\nit("x", { skip: true }, () => undefined);',
  },
  {
    rule: "daykeeper/never-mock-the-database",
    on: "a mocked database",
    folder: "src/server",
    ext: "test.ts",
    code: 'import { vi } from "vitest";\nvi.mock("@/server/db/open-database");',
  },
];

/** Shapes close to the forbidden ones, which every rule must let pass. */
export const clean: readonly Omit<Planted, "rule">[] = [
  {
    on: "pure code in core/",
    folder: "src/core",
    code: "export const isLate = (dueAt: Date, now: Date) => new Date(dueAt).getTime() < now.getTime();",
  },
  {
    on: "a port with promises in its types",
    folder: "src/core/ports",
    code: "export interface CalendarProvider { readonly id: string; listCalendars(): Promise<readonly string[]> }",
  },
  { on: "a clock that comes in", folder: "src/server/sync", code: "export const tick = (now: () => Date) => now();" },
  {
    on: "SQL in server/db",
    folder: "src/server/db",
    code: "type Tx = { $queryRaw: (text: TemplateStringsArray) => Promise<unknown> };\nexport const one = (tx: Tx) => tx.$queryRaw`select 1`;",
  },
  { on: "a provider named in its folder", folder: "src/providers/google", code: 'export const id = "google";' },
  { on: "a sign-in named in server/auth", folder: "src/server/auth", code: 'export const id = "azure-ad";' },
  {
    on: "the calendar part of googleapis",
    folder: "src/providers/google",
    code: 'import { calendar } from "googleapis/build/src/apis/calendar/index.js";\nexport const api = calendar;',
  },
  {
    on: "a handled error",
    folder: "src/server",
    code: "export const go = (run: Promise<void>, log: (error: unknown) => void) => run.catch((error: unknown) => log(error));",
  },
  {
    on: "a test",
    folder: "src/server",
    ext: "test.ts",
    code: 'import { expect, it } from "vitest";\nit("adds", () => expect(1 + 1).toBe(2));',
  },
  {
    on: "a component",
    folder: "src/components/ui",
    ext: "tsx",
    code: 'export const Dot = () => <i className="bg-accent text-ink-2" id="a1b2c3" />;',
  },
  { on: "a script that prints", folder: "scripts", code: 'console.log("ready");\nexport {};' },
];
