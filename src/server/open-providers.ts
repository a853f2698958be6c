import { z } from "zod";

import type { CalendarProvider } from "@/core/ports/calendar-provider";
import type { Env } from "@/lib/env";
import { Secret } from "@/lib/secret";
import { createProviders, openSurroundings, readAddresses, type ProviderSettings } from "@/providers/catalog";
import type { Log } from "@/lib/log";

type Opening = { readonly env: Env; readonly log: Log; readonly now: () => Date };
type Surroundings = ReturnType<typeof openSurroundings>;
type Providers = ReadonlyMap<string, CalendarProvider>;

const endpoints = z.object({ providers: z.record(z.string(), z.record(z.string(), z.string())) });

/** Every application may ask the stand-in: it knows this one and gives its secret to everybody. */
const standIn = { clientId: "sandbox-client", clientSecret: new Secret("sandbox-secret") };

/** Opened at the first call and kept. While the stand-in does not answer there are none, and the next call asks again. */
export function openProviders(opening: Opening): () => Promise<Providers> {
  const surroundings = openSurroundings(opening.now);
  let opened: Promise<Providers> | null = null;
  return async () => {
    opened ??= open(opening, surroundings);
    const providers = await opened;
    if (providers.size === 0) opened = null;
    return providers;
  };
}

async function open({ env, log }: Opening, surroundings: Surroundings): Promise<Providers> {
  const settings = env.sandboxUrl === null ? readSettings(env) : await findStandIn(env.sandboxUrl, log);
  return createProviders(settings, surroundings);
}

function readSettings({ google, outlook }: Env): Partial<ProviderSettings> {
  return { ...(google === null ? {} : { google }), ...(outlook === null ? {} : { outlook }) };
}

async function findStandIn(url: string, log: Log): Promise<Partial<ProviderSettings>> {
  try {
    const response = await fetch(`${url}/_control/endpoints`, {
      signal: AbortSignal.timeout(3_000),
      redirect: "error",
    });
    const addresses = readAddresses(endpoints.parse(await response.json()).providers);
    return {
      google: { ...standIn, addresses: addresses.google },
      outlook: { ...standIn, addresses: addresses.outlook },
    };
  } catch (error) {
    log.warn("The stand-in for the providers does not answer: no calendar can be read", { err: error });
    return {};
  }
}
