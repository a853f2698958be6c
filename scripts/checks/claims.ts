// A claim is a row of a table that says how far something is, where it is, and which test proves it.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { quoted, readTables } from "./markdown-table.ts";
import { isFile, readText, root } from "./project-files.ts";

type Claim = { readonly id: string; readonly state: string; readonly code: string; readonly test: string };
export type ClaimRules = {
  readonly document: string;
  readonly wanted: readonly string[];
  /** The state that needs a proof. */
  readonly proven: string;
  readonly states: readonly string[];
  /** Each row names where it is done too. */
  readonly namesCode: boolean;
};
/** Answers the text of a file, or null when there is no such file or folder; a folder answers "". */
export type ReadPath = (path: string) => string | null;

/** Every row of the table is true, and the table has a row for each id of the list and no other. */
export function findTableProblems(table: string, rules: ClaimRules, read: ReadPath): readonly string[] {
  const claims = readTables(table)
    .map(({ id = "", state = "", code = "", test = "" }) => ({ id, state, code, test }))
    .filter(({ id }) => /^(?:[A-Z]+-?|\d\.)\d+$/.test(id));
  const list = findListProblems(
    rules,
    claims.map(({ id }) => id),
  );
  return [...list, ...claims.flatMap((claim) => findClaimProblems(claim, rules, read))];
}

export function countStates(table: string, { states }: ClaimRules): string {
  const rows = readTables(table);
  return states.map((state) => `${rows.filter((row) => row.state === state).length} ${state}`).join(", ");
}

export const readPath: ReadPath = (path) => {
  if (isFile(path)) return readText(path);
  return existsSync(join(root, path)) ? "" : null;
};

function findListProblems({ document, wanted }: ClaimRules, claimed: readonly string[]): readonly string[] {
  const missing = wanted.filter((id) => !claimed.includes(id)).map((id) => `${document}: ${id} is missing`);
  const unknown = claimed
    .filter((id) => !wanted.includes(id))
    .map((id) => `${document}: ${id} is not in the reference list`);
  const twice = claimed
    .filter((id, index) => claimed.indexOf(id) !== index)
    .map((id) => `${document}: ${id} is there twice`);
  return [...missing, ...unknown, ...twice];
}

function findClaimProblems(claim: Claim, rules: ClaimRules, read: ReadPath): readonly string[] {
  const say = (problem: string) => `${rules.document}: ${claim.id} ${problem}`;
  if (!rules.states.includes(claim.state))
    return [say(`has the state "${claim.state}"; it is one of ${rules.states.join(", ")}`)];
  const code = quoted(claim.code);
  const tests = quoted(claim.test);
  if (claim.state === "planned")
    return code.length + tests.length > 0 ? [say("is planned and yet names code or a test; say partly")] : [];

  const gone = [...code, ...tests]
    .filter((path) => read(path) === null)
    .map((path) => say(`names ${path}, which does not exist`));
  const silent = tests
    .filter((path) => !mentions(read(path) ?? claim.id, claim.id))
    .map((path) => say(`names ${path}, which does not name ${claim.id}`));
  const bare = [
    ...(rules.namesCode && code.length === 0 ? [say(`is called ${claim.state} and names no code`)] : []),
    ...(tests.length === 0 && claim.state === rules.proven ? [say(`is called ${claim.state} and names no test`)] : []),
  ];
  return [...bare, ...gone, ...silent];
}

/** S1 is not named by S12, nor SYN-1 by SYN-12. */
const mentions = (text: string, id: string) => new RegExp(`(?<![A-Za-z0-9-])${id}(?![0-9])`).test(text);
