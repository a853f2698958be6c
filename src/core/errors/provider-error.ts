import type { ProviderErrorKind } from "./kinds";

/** What only a person can do about a lost grant, so that the sentence asks for the right thing. */
export type HumanAction =
  /** Sign in and allow again. */
  | "reconnect"
  /** Allow what was not allowed. */
  | "consent"
  /** The company's administrator has to allow the application. */
  | "ask_admin_to_consent"
  /** A policy of the company blocks it: device, place, second factor. */
  | "satisfy_policy"
  /** The account is disabled or not assigned. */
  | "ask_admin_about_account";

export type ProviderErrorFacts = {
  readonly provider: string;
  /** The port's member, such as `listChanges`. */
  readonly operation: string;
  readonly status?: number | undefined;
  /** The provider's own word for it, such as `rateLimitExceeded` or `AADSTS50173`. Never its sentence: that may quote contents. */
  readonly reason?: string | undefined;
  readonly requestId?: string | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly action?: HumanAction | undefined;
  /** A claims challenge, to be handed back when the person signs in. */
  readonly claims?: string | undefined;
  readonly missingScopes?: readonly string[] | undefined;
  /** Nobody was asked: it is what an earlier answer left behind, and tells nothing new. */
  readonly isRemembered?: boolean | undefined;
};

/** The one error that leaves an adapter. Its message holds neither a token nor anything of an event. */
export class ProviderError extends Error {
  override readonly name = "ProviderError";
  readonly kind: ProviderErrorKind;
  readonly facts: ProviderErrorFacts;

  constructor(kind: ProviderErrorKind, facts: ProviderErrorFacts, options?: ErrorOptions) {
    const details = [facts.status, facts.reason].filter((each) => each !== undefined).join(" ");
    super(`${facts.provider} ${facts.operation}: ${kind}${details === "" ? "" : ` (${details})`}`, options);
    this.kind = kind;
    this.facts = facts;
  }

  /** By its name: the parts of one server are bundled apart, and an adapter made in one throws through another. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === "ProviderError" && "kind" in value && "facts" in value;
  }
}

/** Nothing was asked yet: the token that is needed for asking was not to be had. */
export const isOfToken = ({ facts }: Pick<ProviderError, "facts">): boolean => facts.operation === "refresh";

/** Said of what was asked for, and of nothing on the way there. */
export const saysItIsGone = (error: Pick<ProviderError, "kind" | "facts">): boolean =>
  (error.kind === "not_found" || error.kind === "already_gone") && !isOfToken(error);

export const isProviderError = (error: unknown): error is ProviderError => error instanceof ProviderError;
