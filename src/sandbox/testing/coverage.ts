import type { Provider } from "../kernel/provider";
import { DISCOVERY_METHODS } from "./discovery-schema";
import { describedOperations } from "../microsoft/testing/graph-schema";

/** What a source documents, and what of it the sandbox does not have. */
export interface Coverage {
  readonly what: string;
  readonly documented: readonly string[];
  readonly missing: readonly string[];
}

export interface CoverageParts {
  /** The text of the fact sheet. */
  readonly facts: string;
  readonly google: Pick<Provider, "operations" | "errors">;
  readonly microsoft: Pick<Provider, "router" | "errors">;
}

/** Operations and error bodies of the fact sheet and the official descriptions against those of the sandbox. */
export function coverageOf({ facts, google, microsoft }: CoverageParts): Coverage[] {
  const bodies = googleBodies(google);
  const hasPath = (path: string, method = "GET") =>
    microsoft.router.find(method, `/v1.0${path.replace(/\{[^}]+\}/g, "x")}`).kind;
  const hasError = (name: string) => Object.hasOwn(microsoft.errors, name);
  return [
    row("Google operations, official description", googleOperations(), (id) => google.operations.includes(id)),
    row("Google errors, sections 2.8 and 2.10", googleErrors(facts), (error) => bodies.has(error)),
    row("Google token errors, section 1.5", tokenErrors(facts), (name) =>
      [...bodies].some((body) => body.endsWith(` ${name}`)),
    ),
    row("Graph operations, official description", describedOperations, (operation) => {
      const [method = "", path = ""] = operation.split(" ");
      return hasPath(path, method) === "found";
    }),
    row("Graph paths, section 4", graphPaths(facts), (path) => hasPath(path) !== "no-path"),
    row("Graph errors, section 4.10", graphErrors(facts), hasError),
    row("AADSTS numbers, section 3.3", signInErrors(facts), (number) => hasError(`AADSTS${number}`)),
  ];
}

export function renderCoverage(rows: readonly Coverage[]): string {
  const lines = rows.map(({ what, documented, missing }) => {
    const left = missing.length === 0 ? "" : `; without ${missing.join(", ")}`;
    return `  ${what}: ${documented.length - missing.length} of ${documented.length}${left}`;
  });
  return `Coverage of the sandbox\n${lines.join("\n")}\n`;
}

function row(what: string, all: readonly string[], has: (item: string) => boolean): Coverage {
  const documented = [...new Set(all)];
  return { what, documented, missing: documented.filter((item) => !has(item)) };
}

/** From a heading to the next of the same level. */
function section(facts: string, title: string): string {
  const start = facts.indexOf(`## ${title} `);
  if (start < 0) throw new Error(`the fact sheet has no section ${title}`);
  return facts.slice(start, facts.indexOf("\n## ", start + 4));
}

const googleOperations = () => DISCOVERY_METHODS.map(({ id }) => id.replace("calendar.", ""));

/** Status and reason of each row of the tables. */
function googleErrors(facts: string): string[] {
  const rows = ["2.8", "2.10"].flatMap((title) => [
    ...section(facts, title).matchAll(/^\| (\d{3}) (?:\| |`)([^|`]+)/gm),
  ]);
  return rows.flatMap(([, status, names = ""]) => {
    const reasons = names.split("/").at(-1) ?? "";
    // Quoted words are messages, not reasons.
    const named = (reasons.split(";")[0] ?? "").split(",").filter((reason) => !reason.includes('"'));
    return named.map((reason) => `${status} ${reason.trim()}`);
  });
}

function googleBodies({ errors }: Pick<Provider, "errors">): Set<string> {
  return new Set(
    Object.values(errors).map(({ status, body }) => {
      const { error } = JSON.parse(String(body)) as { error: string | { errors: { reason: string }[] } };
      return `${status} ${typeof error === "string" ? error : error.errors[0]?.reason}`;
    }),
  );
}

const tokenErrors = (facts: string): string[] =>
  [...section(facts, "1.5").matchAll(/"error":"([a-z_]+)"/g)].map(([, name]) => name ?? "");

/** Paths named in the tables of the sections about calls; others only speak of parts of them. */
function graphPaths(facts: string): string[] {
  const text = ["4.1", "4.2", "4.6", "4.7", "4.8"].map((title) => section(facts, title)).join("\n");
  return [...text.matchAll(/(?<=[ |])(?:\/v1\.0)?(\/(?:me|subscriptions|\$batch)(?:\/[A-Za-z{}]+)*)/g)].map(
    ([, path]) => path ?? "",
  );
}

/** Named otherwise than by a code: the answer of a 504 is its status, of a 409 its own words. */
const BY_STATUS: Readonly<Record<string, string>> = { UnknownError: "GatewayTimeout" };

function graphErrors(facts: string): string[] {
  const rows = section(facts, "4.10")
    .split("\n")
    .filter((line) => /^\| \d{3}/.test(line));
  const codes = rows.flatMap((line) => (line.split("|")[2] ?? "").replace(/\[.*?\]/g, "").split(","));
  return codes
    .map((code) => code.trim())
    .filter((code) => /^[A-Za-z_]+$/.test(code))
    .map((code) => BY_STATUS[code] ?? code);
}

/** Single numbers, lists and ranges of the first column. */
function signInErrors(facts: string): string[] {
  const rows = section(facts, "3.3")
    .split("\n")
    .filter((line) => /^\| \d{5}/.test(line));
  return rows
    .flatMap((line) => (line.split("|")[1] ?? "").split(/[,/]/))
    .flatMap((part) => {
      const [from = 0, to = from] = part.trim().split("–").map(Number);
      return Array.from({ length: to - from + 1 }, (_, index) => String(from + index));
    });
}
