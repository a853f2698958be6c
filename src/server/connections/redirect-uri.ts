import type { Env } from "@/lib/env";

/** What an operator registers at each provider. */
const callbackPathOf = (provider: string): string => `/api/v1/calendar/connect/${provider}/callback`;

/** For the providers that have a setting of their own. */
const settingsOf = ({ google }: Env): Readonly<Record<string, string | null>> => ({
  google: google?.redirectUri ?? null,
});

/** S3. From the settings alone: a forged Host changes nothing. */
export function redirectUriOf(env: Env, provider: string): string {
  return settingsOf(env)[provider] ?? `${env.origin}${callbackPathOf(provider)}`;
}
