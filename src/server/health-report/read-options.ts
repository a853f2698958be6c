import { parseArgs } from "node:util";
import { z } from "zod";

import { retentionDays } from "@/server/connections/clean-up-dead";

export const usage = `calendar-health: how the calendars of all workspaces are, and what to do about it

  --check-all            check every connection (also what happens without any of these)
  --workspace-id ID      only this workspace
  --export-issues        each issue as JSON, for monitoring
  --verbose              each issue by itself, with whose it is and what to look at
  --json                 the whole report as JSON
  --refresh-tokens       renew the access tokens that end within a day
  --cleanup-expired      end connections that nobody has renewed for ${retentionDays} days: tokens and copied events go,
                         the history stays
  --retention-days N     another time than ${retentionDays} days
  --dry-run              say what --refresh-tokens and --cleanup-expired would do, and do nothing
  --url URL              ask a running Daykeeper instead of the database, with an API key that has the scope
                         health:read in DAYKEEPER_API_KEY (or DAYKEEPER_URL in place of --url)

Reads DATABASE_URL as the application does. Ends with 0 when all calendars work, 1 when some fail, 2 when more than half
fail, 3 when it could not tell.
`;

const off = { type: "boolean", default: false } as const;
const flags = {
  "check-all": off,
  "workspace-id": { type: "string" },
  "export-issues": off,
  verbose: off,
  json: off,
  "refresh-tokens": off,
  "cleanup-expired": off,
  "retention-days": { type: "string", default: String(retentionDays) },
  "dry-run": off,
  url: { type: "string" },
  help: { ...off, short: "h" },
} as const;

export type Options = {
  readonly isHelp: boolean;
  readonly checks: boolean;
  readonly workspaceId: string | null;
  readonly as: "table" | "verbose" | "json" | "issues";
  readonly refreshes: boolean;
  readonly cleansUp: boolean;
  readonly retentionDays: number;
  readonly isDryRun: boolean;
  readonly url: string | null;
};

/** Something about the call itself: whoever made it gets the sentence, and status 3. */
export class BadCall extends Error {
  override readonly name = "BadCall";
}

function read<T>(schema: z.ZodType<T>, value: unknown, sentence: string): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new BadCall(sentence);
  return parsed.data;
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new BadCall(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`, { cause: error });
  }
}

type Values = ReturnType<typeof parse>;

function formOf({ json, verbose, "export-issues": issues }: Values): Options["as"] {
  if (json) return "json";
  if (issues) return "issues";
  return verbose ? "verbose" : "table";
}

function refuseMixtures({ "workspace-id": workspaceId, ...values }: Values, url: string | null): void {
  if (url === null) return;
  if (values["refresh-tokens"] || values["cleanup-expired"])
    throw new BadCall("Tokens are renewed and connections ended beside the database: leave --url out.");
  if (workspaceId !== undefined)
    throw new BadCall("An API key shows its own workspace: leave --workspace-id out, or --url.");
}

const id = z.uuid().nullable();
const days = z.coerce.number().int().min(1).max(3_650);
const address = z.url({ protocol: /^https?$/ }).nullable();

export function readOptions(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const values = parse(args);
  const { "refresh-tokens": refreshes, "cleanup-expired": cleansUp } = values;
  const url = read(
    address,
    values.url ?? env.DAYKEEPER_URL ?? null,
    "--url takes an address that begins with https://.",
  );
  refuseMixtures(values, url);
  return {
    isHelp: values.help,
    checks: values["check-all"] || values["export-issues"] || !(refreshes || cleansUp),
    workspaceId: read(id, values["workspace-id"] ?? null, "--workspace-id takes the id of a workspace, a UUID."),
    as: formOf(values),
    refreshes,
    cleansUp,
    retentionDays: read(days, values["retention-days"], "--retention-days takes a number of days."),
    isDryRun: values["dry-run"],
    url,
  };
}
