import { createHmac } from "node:crypto";

import type { Secret } from "@/lib/secret";

const prefix = "whsec_";
const keyOf = (secret: Secret) => Buffer.from(secret.reveal().slice(prefix.length), "base64");

export const toWebhookSecret = (bytes: Uint8Array): string => `${prefix}${Buffer.from(bytes).toString("base64")}`;

export type ToSign = { readonly id: string; readonly at: Date; readonly body: string };

/**
 * S43. The headers of the Standard Webhooks specification. While a secret is being changed both sign, so that the receiver
 * may take up the new one whenever it suits them.
 */
export function signWebhook({ id, at, body }: ToSign, secrets: readonly Secret[]): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1_000));
  const sign = (secret: Secret) =>
    `v1,${createHmac("sha256", keyOf(secret)).update(`${id}.${timestamp}.${body}`).digest("base64")}`;
  return {
    "webhook-id": id,
    "webhook-timestamp": timestamp,
    "webhook-signature": secrets.map(sign).join(" "),
  };
}
