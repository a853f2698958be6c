import type { Planted } from "./lint-samples.ts";

const lines = (count: number, line = (number: number) => `const line${number} = ${number};`) =>
  Array.from({ length: count }, (_, index) => line(index)).join("\n");
const branches = (count: number) => lines(count, (number) => `if (value === ${number}) return ${number};`);

/** Each violates one of the general rules, among them the sizes. */
export const plantedAgainstGeneral: readonly Planted[] = [
  {
    rule: "no-restricted-globals",
    on: "fetch in core/",
    folder: "src/core",
    code: 'export const page = () => fetch("https://a.example");',
  },
  {
    rule: "no-restricted-globals",
    on: "process in core/",
    folder: "src/core",
    code: "export const home = () => process.env;",
  },
  {
    rule: "no-restricted-globals",
    on: "a timer in core/",
    folder: "src/core",
    code: "export const wait = (then: () => void) => setTimeout(then, 1);",
  },
  {
    rule: "no-restricted-globals",
    on: "crypto in core/",
    folder: "src/core",
    code: "export const id = () => crypto.randomUUID();",
  },
  {
    rule: "no-restricted-globals",
    on: "console in core/",
    folder: "src/core",
    code: 'export const shout = () => console.info("x");',
  },

  {
    rule: "react/no-danger",
    on: "markup from a string",
    folder: "src/components/ui",
    ext: "tsx",
    code: "export const Raw = ({ html }: { html: string }) => <p dangerouslySetInnerHTML={{ __html: html }} />;",
  },
  { rule: "no-console", on: "console in src/", folder: "src/server", code: 'console.log("x");\nexport {};' },

  {
    rule: "no-empty",
    on: "an empty block",
    folder: "src/server",
    code: "export function go(yes: boolean) { if (yes) {} }",
  },
  {
    rule: "no-warning-comments",
    on: "a note to do it later",
    folder: "src/server",
    code: "// to" + "do: later\nexport {};",
  },

  {
    rule: "@typescript-eslint/no-floating-promises",
    on: "a promise nobody waits for",
    folder: "src/server",
    code: "export function go(send: () => Promise<void>) { send(); }",
  },
  {
    rule: "@typescript-eslint/no-misused-promises",
    on: "a promise taken for a condition",
    folder: "src/server",
    code: "export function go(ask: () => Promise<boolean>) { return ask() ? 1 : 2; }",
  },
  {
    rule: "@typescript-eslint/await-thenable",
    on: "waiting for a plain value",
    folder: "src/server",
    code: "export const go = async (value: number) => { await value; };",
  },
  {
    rule: "@typescript-eslint/return-await",
    on: "a promise that leaves its try",
    folder: "src/server",
    code: "export async function go(send: () => Promise<void>) { try { return send(); } finally { send.name.trim(); } }",
  },
  {
    rule: "@typescript-eslint/only-throw-error",
    on: "a thrown string",
    folder: "src/server",
    code: 'export function go() { throw "no"; }',
  },
  {
    rule: "@typescript-eslint/consistent-type-imports",
    on: "a type imported as a value",
    folder: "src/server",
    code: 'import { Dirent } from "node:fs";\nexport type Entry = Dirent;',
  },
  {
    rule: "@typescript-eslint/switch-exhaustiveness-check",
    on: "a forgotten state",
    folder: "src/core",
    code: 'export function name(state: "a" | "b") { switch (state) { case "a": return 1; } return 2; }',
  },
  {
    rule: "@typescript-eslint/no-unused-vars",
    on: "an unused value",
    folder: "src/server",
    code: "const left = 1;\nexport {};",
  },
  {
    rule: "@typescript-eslint/no-explicit-any",
    on: "any",
    folder: "src/server",
    code: "export const take = (value: any) => value;",
  },
  {
    rule: "@typescript-eslint/no-unused-expressions",
    on: "an expression without effect",
    folder: "src/server",
    code: "export function go(a: number) { a + 1; }",
  },
  {
    rule: "eqeqeq",
    on: "a loose comparison",
    folder: "src/server",
    code: "export const same = (a: unknown, b: unknown) => a == b;",
  },

  {
    rule: "max-lines",
    on: "a file of 401 lines",
    folder: "src/server",
    code: `${lines(400, (number) => `export const line${number} = ${number};`)}\nexport {};`,
  },
  {
    rule: "max-lines-per-function",
    on: "a function of 83 lines",
    folder: "src/server",
    code: `export function long() {\n${lines(80)}\nreturn [${Array.from({ length: 80 }, (_, index) => `line${index}`).join()}];\n}`,
  },
  {
    rule: "max-lines-per-function",
    on: "a component of 123 lines",
    folder: "src/components/ui",
    ext: "tsx",
    code: `export function Long() {\nreturn <p>\n${lines(120, () => "<br />")}\n</p>;\n}`,
  },
  {
    rule: "complexity",
    on: "a function with 13 ways",
    folder: "src/server",
    code: `export function many(value: number) {\n${branches(12)}\nreturn 0;\n}`,
  },
  {
    rule: "max-params",
    on: "four parameters",
    folder: "src/server",
    code: "export const sum = (a: number, b: number, c: number, d: number) => a + b + c + d;",
  },
  {
    rule: "max-depth",
    on: "four levels",
    folder: "src/server",
    code: "export function deep(a: boolean) { if (a) { if (!a) { if (a) { if (!a) { return 1; } } } } return 0; }",
  },
  {
    rule: "no-constant-condition",
    on: "a condition that never changes",
    folder: "src/server",
    code: "export function go() { if (1 > 0 || true) return 1; return 2; }",
  },
  {
    rule: "no-eval",
    on: "evaluated text",
    folder: "src/server",
    code: "export const run = (text: string): unknown => eval(text);",
  },
  {
    rule: "no-implied-eval",
    on: "text given to a timer",
    folder: "src/server",
    code: 'setTimeout("alert(1)", 1);\nexport {};',
  },
  {
    rule: "no-new-func",
    on: "a function made of text",
    folder: "src/server",
    code: "export const make = (text: string) => new Function(text);",
  },
  {
    rule: "no-self-compare",
    on: "a value compared with itself",
    folder: "src/server",
    code: "export const same = (a: number) => a === a;",
  },
  {
    rule: "no-fallthrough",
    on: "a case that falls into the next",
    folder: "src/server",
    code: "export function go(a: number) { let b = 0; switch (a) { case 1: b += 1; case 2: b += 2; break; default: } return b; }",
  },
  {
    rule: "no-unsafe-finally",
    on: "an answer in finally that loses an error",
    folder: "src/server",
    code: "export function go(run: () => void) { try { run(); } finally { return 1; } }",
  },
  {
    rule: "no-unsafe-optional-chaining",
    on: "a chain that ends in nothing",
    folder: "src/server",
    code: "export const go = (a?: { b: () => void }) => (a?.b)();",
  },
  {
    rule: "no-useless-catch",
    on: "a catch that only throws again",
    folder: "src/server",
    code: "export function go(run: () => void) { try { run(); } catch (error) { throw error; } }",
  },
];
