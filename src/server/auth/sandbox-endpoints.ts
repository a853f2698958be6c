import { z } from "zod";

import type { Deps } from "@/server/deps";

const endpoints = z.object({
  providers: z.object({ google: z.object({ discovery: z.url() }), microsoft: z.object({ graphOrigin: z.url() }) }),
});

type SandboxEndpoints = z.infer<typeof endpoints>["providers"];

const known = new Map<string, SandboxEndpoints>();

/** Where the stand-in for the providers speaks OpenID Connect. Null while it does not answer: then nothing is offered. */
export async function findSandboxEndpoints({ env, log }: Deps): Promise<SandboxEndpoints | null> {
  const { sandboxUrl } = env;
  if (sandboxUrl === null) return null;
  const found = known.get(sandboxUrl);
  if (found !== undefined) return found;
  try {
    const response = await fetch(`${sandboxUrl}/_control/endpoints`, {
      signal: AbortSignal.timeout(3_000),
      redirect: "error",
    });
    const { providers } = endpoints.parse(await response.json());
    known.set(sandboxUrl, providers);
    return providers;
  } catch (error) {
    log.warn("The provider sandbox does not answer; its sign-in buttons are hidden", { err: error });
    return null;
  }
}
