import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plantTree, type PlantedTree } from "./planted-tree.ts";
import { root } from "./project-files.ts";

type Planted = { readonly rule: string; readonly on: string; readonly code: string; readonly complaint: RegExp };

const planted: readonly Planted[] = [
  {
    rule: "strict",
    on: "a parameter without a type",
    code: "export const twice = (value) => value * 2;",
    complaint: /implicitly has an/,
  },
  {
    rule: "strict",
    on: "a null taken for a text",
    code: "export const size = (text: string | null) => text.length;",
    complaint: /possibly .null/,
  },
  {
    rule: "noUncheckedIndexedAccess",
    on: "an element taken for granted",
    code: "export const first = (list: string[]): string => list[0];",
    complaint: /undefined. is not assignable/,
  },
  {
    rule: "exactOptionalPropertyTypes",
    on: "undefined given for what is left out",
    code: "type Facts = { at?: string };\nexport const facts: Facts = { at: undefined };",
    complaint: /exactOptionalPropertyTypes/,
  },
  { rule: "erasableSyntaxOnly", on: "an enum", code: "export enum Colour { red }", complaint: /erasableSyntaxOnly/ },
  {
    rule: "erasableSyntaxOnly",
    on: "a property declared by a parameter",
    code: "export class Page { constructor(readonly at: string) {} }",
    complaint: /erasableSyntaxOnly/,
  },
  {
    rule: "noImplicitOverride",
    on: "a method that hides another one",
    code: "class A { go() {} }\nexport class B extends A { go() {} }",
    complaint: /override/,
  },
  {
    rule: "verbatimModuleSyntax",
    on: "a type imported as a value",
    code: 'import { Facts } from "./types";\nexport type Here = Facts;',
    complaint: /type-only import/,
  },
];

let tree: PlantedTree;
let program: ts.Program;
const pathOf = (number: number) => join(tree.folder, `planted-${number}.ts`);
const complaintsAt = (path: string) => {
  const file = program.getSourceFile(path);
  return ts
    .getPreEmitDiagnostics(program, file)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
};

beforeAll(() => {
  tree = plantTree({
    ...Object.fromEntries(planted.map(({ code }, number) => [`planted-${number}.ts`, code])),
    "types.ts": "export type Facts = { at: string };",
    "clean.ts": "export const first = (list: readonly string[]): string | null => list[0] ?? null;",
  });
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(
    { ...config.compilerOptions, types: [], lib: ["ESNext"], incremental: false },
    root,
  );
  program = ts.createProgram([...planted.map((_, number) => pathOf(number)), join(tree.folder, "clean.ts")], options);
});
afterAll(() => tree.remove());

describe("types", () => {
  for (const [number, { rule, on, complaint }] of planted.entries()) {
    it(`rule ${rule} fires on ${on}`, () => expect(complaintsAt(pathOf(number)).join()).toMatch(complaint));
  }

  it("lets pass code that looks before it takes", () =>
    expect(complaintsAt(join(tree.folder, "clean.ts"))).toEqual([]));
});
