import type { ProviderErrorKind } from "@/core/errors/kinds";
import type { HumanAction } from "@/core/errors/provider-error";
import { wordOf } from "../trouble";
import { listOf, lookUp, type Wire } from "../wire-values";

type Meaning = { readonly kind: ProviderErrorKind; readonly action?: HumanAction };
const lost = (action: HumanAction): Meaning => ({ kind: "grant_lost", action });

/** By `error`: the word that Microsoft asks applications to go by. */
const byError: Readonly<Record<string, Meaning>> = {
  invalid_grant: lost("reconnect"),
  interaction_required: lost("reconnect"),
  login_required: lost("reconnect"),
  consent_required: lost("consent"),
  access_denied: lost("consent"),
  invalid_client: { kind: "client_rejected" },
  unauthorized_client: { kind: "client_rejected" },
  temporarily_unavailable: { kind: "unavailable" },
  server_error: { kind: "unavailable" },
};
const bySuberror: Readonly<Record<string, HumanAction>> = {
  consent_required: "consent",
  basic_action: "satisfy_policy",
  additional_action: "satisfy_policy",
  message_only: "satisfy_policy",
};

const numbers = (meaning: Meaning, ...list: readonly number[]) =>
  list.map((number) => [String(number), meaning] as const);
/** The number decides only which sentence the person reads, and where `error` is too wide to act on. */
const byNumber: Readonly<Record<string, Meaning>> = Object.fromEntries([
  ...numbers(
    lost("satisfy_policy"),
    50_072,
    50_074,
    50_076,
    50_078,
    50_079,
    50_131,
    53_000,
    53_001,
    53_002,
    53_003,
    530_032,
  ),
  ...numbers(lost("consent"), 65_001, 65_004),
  ...numbers(lost("ask_admin_to_consent"), 90_094, 90_095),
  ...numbers(lost("ask_admin_about_account"), 50_020, 50_034, 50_057, 50_105, 51_004),
  // The tenant or the redirect address of our registration.
  ...numbers({ kind: "client_rejected" }, 50_011, 90_002),
  // "You ask too often."
  ...numbers({ kind: "rate_limited" }, 50_196),
]);

export type SignInVerdict = {
  readonly kind: ProviderErrorKind;
  readonly action: HumanAction | undefined;
  readonly reason: string | undefined;
};

/** What an error of the token endpoint means, and what the person can do about it. */
export function readSignInError(json: Wire): SignInVerdict {
  const [code] = listOf(json["error_codes"]);
  const number = typeof code === "number" ? String(code) : null;
  const general = lookUp(byError, json["error"]) ?? { kind: "invalid_request" as const };
  const exact = number === null ? undefined : lookUp(byNumber, number);
  const meaning = exact ?? general;
  const suberror =
    meaning.kind === "grant_lost" && exact === undefined ? lookUp(bySuberror, json["suberror"]) : undefined;
  return {
    kind: meaning.kind,
    action: suberror ?? meaning.action,
    reason: number === null ? wordOf(json["error"]) : `AADSTS${number}`,
  };
}

/** What the person can do when the consent page sends them back with an error. */
export const callbackActions: Readonly<Record<string, HumanAction>> = {
  access_denied: "consent",
  consent_required: "consent",
};
/** The redirect names the number only inside a sentence: whom the person has to turn to, when it is one of those. */
export function readCallbackAction(description: string): HumanAction | null {
  const number = /^AADSTS(\d{1,9})\b/.exec(description)?.[1];
  return (number === undefined ? undefined : lookUp(byNumber, number)?.action) ?? null;
}
