// Writes docs/providers.md from what the catalog knows: node --import tsx scripts/providers-doc.ts
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { scopesToAsk } from "../src/core/tokens/scopes.ts";
import { providerFacts } from "../src/providers/catalog.ts";
import type { ProviderFacts } from "../src/providers/provider-facts.ts";

export const providersDoc = fileURLToPath(new URL("../docs/providers.md", import.meta.url));

const features: Readonly<Record<string, string>> = {
  list_calendars: "list your calendars",
  read_events: "read your events",
  write_events: "create, change and cancel events",
  free_busy: "see when you are free",
  stay_connected: "stay connected while you are away",
};

const days = (ms: number) => `${Math.floor(ms / 86_400_000)} days`;
const row = (...cells: readonly string[]) => `| ${cells.join(" | ")} |`;
const table = (heads: readonly string[], rows: readonly (readonly string[])[]) =>
  [row(...heads), row(...heads.map(() => "---")), ...rows.map((cells) => row(...cells))].join("\n");

type Line = readonly [string, (facts: ProviderFacts) => string];

const abilities: readonly Line[] = [
  ["Id on the wire and in rows", ({ id }) => `\`${id}\``],
  [
    "Reads what changed since the last time",
    ({ abilities: { hasDelta } }) => (hasDelta ? "yes" : "no, everything each time"),
  ],
  ["Creates, changes and cancels events", () => "yes, with a check of the version"],
  [
    "Tells us when something changed",
    ({ push: { covers } }) => (covers === "calendar" ? "yes, for each calendar" : "yes, for the whole account"),
  ],
  [
    "A push channel lives at most",
    ({ push }) =>
      `${days(push.longestChannelMs)}${push.canExtend ? ", can be prolonged" : ", then a new one is opened"}`,
  ],
  [
    "Busy times",
    ({ freeBusy }) =>
      `by ${freeBusy.by === "calendar" ? "calendar" : "the person's address"}, ${freeBusy.mostCalendars} at once`,
  ],
  ["Can end our access from here", ({ canRevoke }) => (canRevoke ? "yes" : "no")],
  ["Access that is not used ends after", ({ grantIdleMs }) => (grantIdleMs === null ? "never" : days(grantIdleMs))],
];

const limits: readonly Line[] = [
  ["Reads a minute and account", ({ limits: { readsPerMinute } }) => String(readsPerMinute)],
  ["Writes a minute and account", ({ limits: { writesPerMinute } }) => String(writesPerMinute)],
  ["Calls at the same time and account", ({ limits: { concurrentCalls } }) => String(concurrentCalls)],
  [
    "Calls a minute and a day of the whole project",
    ({ limits: { project } }) =>
      project === undefined
        ? "not counted"
        : `${project.callsPerMinute.toLocaleString("en")} and ${project.callsPerDay.toLocaleString("en")}`,
  ],
  ["Events on a page", ({ limits: { pageSize } }) => String(pageSize)],
];

const lines = (all: readonly Line[]) => all.map(([name, tell]) => [name, ...providerFacts.map(tell)]);

function scopes({ product, needs, signInScopes, signInBecause }: ProviderFacts): string {
  const ask = (mayWrite: boolean) => scopesToAsk(needs, { mayWrite }).filter((scope) => !signInScopes.includes(scope));
  const both = [...new Set([...ask(true), ...ask(false)])];
  const when = (scope: string) =>
    !ask(true).includes(scope) ? "for reading only" : ask(false).includes(scope) ? "always" : "for bookings too";
  const rows = both.map((scope) => [
    `\`${scope}\``,
    when(scope),
    `to ${needs
      .filter(
        ({ feature, anyOf }) => anyOf.includes(scope) && (ask(true).includes(scope) || feature !== "write_events"),
      )
      .map(({ feature }) => features[feature] ?? feature)
      .join(", ")}`,
  ]);
  const own = [signInScopes.map((scope) => `\`${scope}\``).join(" "), "always", signInBecause];
  return `### ${product}\n\n${table(["Asked for", "When", "Why"], [...rows, own])}`;
}

export function writeProvidersDoc(): string {
  const heads = ["", ...providerFacts.map(({ product }) => product)];
  const notes = providerFacts.map(
    ({ product, notes: all }) => `### ${product}\n\n${all.map((note) => `- ${note}`).join("\n")}`,
  );
  return `${[
    "# Providers",
    "<!-- Written by scripts/providers-doc.ts from what the adapters know. Change it there. -->",
    "What Daykeeper can do with each calendar provider.",
    "**Verified against the sandbox, not yet against the live services.** Both adapters run through the providers' own client libraries and pass one conformance suite against the provider sandbox of this repository, which is built from the published descriptions. Where those leave something open, the sandbox does what asks most of a client.",
    "## What each can do",
    table(heads, lines(abilities)),
    "## What is asked for, and why",
    "The least that is enough. Whoever connects chooses between bookings and reading only; reading only asks for nothing that writes, and bookings can be allowed later, which asks for what is missing then. Whoever allows only a part keeps what that part carries, and is told what is missing.",
    ...providerFacts.map(scopes),
    "## Limits we keep",
    "Ours, below what the providers publish.",
    table(heads, lines(limits)),
    "Every call ends after 30 seconds (60 when it is tried again), reads at most 32 MB, follows no redirect and goes to no other host. An adapter tries once; what happens after a failure is decided outside of it.",
    "## Good to know",
    ...notes,
  ].join("\n\n")}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(providersDoc, writeProvidersDoc());
