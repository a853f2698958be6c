import type { CalendarProvider } from "@/core/ports/calendar-provider";
import { createSeal, type KeyRing } from "@/lib/crypto";
import { systemRandom } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { createProviders, readAddresses } from "@/providers/catalog";

export const sealWith = (ring: KeyRing) =>
  createSeal({
    ring,
    random: systemRandom,
    onAlarm: () => {
      throw new Error("too many seals");
    },
  });

export const sandboxClient = { clientId: "sandbox-client", clientSecret: new Secret("sandbox-secret") };

/** The real adapters, pointed at the stand-in. */
export function openSandboxProviders(
  endpoints: Readonly<Record<string, Readonly<Record<string, string>>>>,
  surroundings: Parameters<typeof createProviders>[1],
  client = sandboxClient,
): ReadonlyMap<string, CalendarProvider> {
  const addresses = readAddresses(endpoints);
  return createProviders(
    { google: { ...client, addresses: addresses.google }, outlook: { ...client, addresses: addresses.outlook } },
    surroundings,
  );
}
