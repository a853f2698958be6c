// The last thing the launcher prints: where it is, who can sign in, and what is not the real thing.
type Facts = {
  readonly address: string;
  readonly demo: boolean;
  readonly sandboxUrl: string | undefined;
  readonly builtInDatabase: boolean;
  readonly seconds: string;
};

/** Made by the seed (src/server/demo/make-booking-pages.ts). */
const bookingPage = "/book/alice-moreau";

/** Whom to sign in as to see what: each is in another state a minute after the first start. */
const people = [
  ["Alice Moreau", "admin of Meridian", "all is well, alerts and the team to look after"],
  ["Tomasz Wrona", "manager of Meridian", "an account that only he can restart"],
  ["Priya Raman", "member of Meridian", "did not allow everything that was asked"],
  ["Noor Haddad", "member of Meridian", "has connected nothing yet: the first run"],
  ["Lena Fischer", "manager of Halden", "her provider asks us to slow down"],
  ["Oskar Nyberg", "member of Halden", "20,000 events, the first read takes its time"],
  ["Jonas Okafor", "looks after the instance", "the health of everything"],
] as const;

export function welcome({ address, demo, sandboxUrl, builtInDatabase, seconds }: Facts): string {
  const lines = ["", `Daykeeper is ready after ${seconds} s:  ${address}`, ""];
  if (demo) {
    lines.push("Demo mode: it listens on this machine only, and these people sign in without a password:");
    for (const [name, role, sees] of people) lines.push(`  ${name.padEnd(16)} ${role.padEnd(26)} ${sees}`);
    lines.push("");
    if (sandboxUrl) lines.push(`Visitors book without signing in:  ${address}${bookingPage}`, "");
  }
  lines.push("Stands in for the real thing:");
  if (builtInDatabase) lines.push("  Database           a PostgreSQL of this folder (set DATABASE_URL for your own)");
  if (sandboxUrl)
    lines.push(`  Google, Microsoft  the provider sandbox, which you can break at ${sandboxUrl}/_control/`);
  if (!builtInDatabase && !sandboxUrl) lines.push("  nothing");
  lines.push("", "Ctrl-C stops everything.");
  return lines.join("\n");
}
