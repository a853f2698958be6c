import { z } from "zod";

/** An account of the provider sandbox, as far as the demo asks. */
export type SandboxAccount = {
  readonly email: string;
  /** The sandbox's own word. */
  readonly provider: string;
  /** False in a world in which nobody has allowed us anything: a new one, whatever is connected here. */
  readonly knowsUs: boolean;
};

const accounts = z.object({
  accounts: z.array(
    z.object({
      email: z.string(),
      provider: z.string(),
      grants: z.object({ liveRefreshTokens: z.number(), deadRefreshTokens: z.number() }),
    }),
  ),
});

async function ask(sandboxUrl: string, path: string, init: RequestInit = {}): Promise<unknown> {
  const answer = await fetch(`${sandboxUrl}/_control/${path}`, {
    ...init,
    signal: AbortSignal.timeout(10_000),
    redirect: "error",
  });
  if (!answer.ok) throw new Error(`The provider sandbox answered ${answer.status} to ${path}.`);
  return answer.json();
}

export async function listSandboxAccounts(sandboxUrl: string): Promise<SandboxAccount[]> {
  const told = accounts.parse(await ask(sandboxUrl, "accounts"));
  return told.accounts.map(({ email, provider, grants }) => ({
    email,
    provider,
    knowsUs: grants.liveRefreshTokens + grants.deadRefreshTokens > 0,
  }));
}

/** What a person does in the provider's own settings: every application loses its access. */
export async function takeAwayAccess(sandboxUrl: string, email: string): Promise<void> {
  const fault = { fault: "revoke-grants", account: email };
  await ask(sandboxUrl, "faults", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fault),
  });
}
