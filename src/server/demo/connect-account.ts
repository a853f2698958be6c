import { finishConnect } from "@/server/connections/finish-connect";
import { startConnect } from "@/server/connections/start-connect";
import { readResult } from "@/server/connections/connect-result";
import type { Person } from "@/server/people/person";

export type Connecting = {
  readonly person: Person;
  /** Our word for the provider. */
  readonly provider: string;
  readonly email: string;
  /** The connection to repair, or null for a new one. */
  readonly repairs: string | null;
};

/** The way of a person through the provider's consent page, without a browser. Answers the connection. */
export async function connectAccount({ person, provider, email, repairs }: Connecting): Promise<string> {
  const { url } = await startConnect(person, provider, repairs === null ? {} : { connectionId: repairs });
  const back = await allow(new URL(url), email);
  const landing = new URL(await finishConnect(person, provider, back.searchParams));
  const result = readResult(landing.searchParams);
  if (result === null || result.kind === "problem" || result.connectionId === null)
    throw new Error(`${email} could not be connected: ${result?.kind === "problem" ? result.detail : "no answer"}`);
  return result.connectionId;
}

/** What the page of either stand-in sends when somebody presses Allow. */
async function allow(asked: URL, email: string): Promise<URL> {
  const form = new URLSearchParams({ request: asked.searchParams.toString(), account: email, decision: "allow" });
  for (const scope of (asked.searchParams.get("scope") ?? "").split(" ")) form.append("scope", scope);
  const answer = await fetch(`${asked.origin}${asked.pathname}/decision`, {
    method: "POST",
    body: form,
    redirect: "manual",
    signal: AbortSignal.timeout(10_000),
  });
  const location = answer.headers.get("location");
  if (location === null) throw new Error(`The consent page for ${email} answered ${answer.status} and led nowhere.`);
  return new URL(location);
}
