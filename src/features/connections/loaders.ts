import { readResult } from "@/server/connections/connect-result";
import { listConnections } from "@/server/connections/list-connections";
import type { Person } from "@/server/people/person";

type Query = Readonly<Record<string, string | string[] | undefined>>;

/** What can be done with a person's connections, and what came of the way over a provider's page they are back from. */
export async function loadConnections(person: Person, query: Query) {
  const { connections, providers } = await listConnections(person);
  const words = new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const outcome = readResult(words);
  const product = providers.find(({ id }) => id === words.get("provider"))?.product ?? "";
  return { connections, providers, outcome, product };
}
