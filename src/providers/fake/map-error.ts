import type { ProviderErrorKind } from "@/core/errors/kinds";
import { ProviderError, type HumanAction } from "@/core/errors/provider-error";

export type FakeTrouble = { readonly kind: ProviderErrorKind; readonly retryAfterMs?: number };

const actions: Readonly<Partial<Record<ProviderErrorKind, HumanAction>>> = {
  grant_lost: "reconnect",
  scope_missing: "consent",
};

/** The fake says at once what its trouble means. */
export const mapError = ({ kind, retryAfterMs }: FakeTrouble, operation: string): ProviderError =>
  new ProviderError(kind, { provider: "fake", operation, retryAfterMs, action: actions[kind] });
