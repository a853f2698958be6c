// The last thing the launcher prints: where it is, who can sign in, and what is not the real thing.
type Facts = {
  readonly address: string;
  readonly demo: boolean;
  readonly sandboxUrl: string | undefined;
  readonly builtInDatabase: boolean;
  readonly seconds: string;
};

const people = [
  ["Mara Lindqvist", "member of Meridian"],
  ["Tomasz Wrona", "manager of Meridian"],
  ["Alice Moreau", "admin of Meridian"],
  ["Jonas Okafor", "looks after the whole instance"],
] as const;

export function welcome({ address, demo, sandboxUrl, builtInDatabase, seconds }: Facts): string {
  const lines = ["", `Daykeeper is ready after ${seconds} s:  ${address}`, ""];
  if (demo) {
    lines.push("Demo mode: it listens on this machine only, and these people sign in without a password:");
    for (const [name, role] of people) lines.push(`  ${name.padEnd(18)} ${role}`);
    lines.push("");
  }
  lines.push("Stands in for the real thing:");
  if (builtInDatabase) lines.push("  Database           a PostgreSQL of this folder (set DATABASE_URL for your own)");
  if (sandboxUrl)
    lines.push(`  Google, Microsoft  the provider sandbox, which you can break at ${sandboxUrl}/_control/`);
  if (!builtInDatabase && !sandboxUrl) lines.push("  nothing");
  lines.push("", "Ctrl-C stops everything.");
  return lines.join("\n");
}
