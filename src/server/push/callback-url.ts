import type { Env } from "@/lib/env";

/** Where a provider tells of changes; null where none can reach us. */
export const callbackUrlOf = ({ webhookOrigin }: Pick<Env, "webhookOrigin">, provider: string): string | null =>
  webhookOrigin === null ? null : `${webhookOrigin}/api/webhooks/${provider}`;
