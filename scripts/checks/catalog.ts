import { existsSync } from "node:fs";
import { join } from "node:path";
import { root } from "./project-files.ts";

export type Check = {
  readonly name: string;
  readonly command: readonly string[];
  /** Part of `npm run check` too. */
  readonly fast: boolean;
};

/** A clone has no empty folders. */
const sources = ["src", "scripts", "prisma", "e2e", "bench"].filter((folder) => existsSync(join(root, folder)));
const script = (name: string) => ["node", `scripts/checks/${name}.ts`];

/** Every check of the design that needs no database and no browser. */
export const checks: readonly Check[] = [
  { name: "lint", command: ["eslint", ".", "--max-warnings", "0"], fast: true },
  { name: "format", command: ["prettier", "--check", "--log-level", "warn", "."], fast: true },
  {
    name: "boundaries",
    command: ["depcruise", ...sources, "--config", ".dependency-cruiser.cjs", "--output-type", "err-long"],
    fast: true,
  },
  { name: "dead code", command: ["knip", "--no-progress"], fast: true },
  { name: "library", command: script("library"), fast: true },
  { name: "structure", command: script("structure"), fast: true },
  { name: "suppressions", command: script("suppressions"), fast: true },
  { name: "lock", command: script("lock"), fast: true },
  { name: "regexes", command: script("regexes"), fast: true },
  { name: "secrets", command: script("secrets"), fast: true },
  { name: "machine", command: script("machine"), fast: true },
  { name: "reference", command: script("reference"), fast: true },
  { name: "features", command: script("features"), fast: true },
  { name: "security", command: script("security"), fast: true },
  { name: "faults", command: script("faults"), fast: true },
  { name: "voice", command: script("voice"), fast: true },
  { name: "documents", command: script("documents"), fast: true },
  { name: "troubleshooting", command: script("troubleshooting"), fast: true },
  // Brings a tool of its own where there is none.
  { name: "alerts", command: script("alerts"), fast: false },
];
