import type { ProviderError } from "../errors/provider-error";

/** Why we did not even call: the words of `facts.reason` when it was our own doing. */
export const refusals = {
  /** The endpoint failed again and again and is left alone for a while. */
  breakerOpen: "breaker_open",
  /** The provider asked for rest, and it is not over. */
  paused: "paused",
  /** Our own limit for the connection or the project. */
  ourLimit: "our_limit",
} as const;

const words: readonly string[] = Object.values(refusals);

/** RES-4: a call that was never made is nobody's failure, and says nothing new of the other side. */
export const wasRefusedByUs = ({ facts }: Pick<ProviderError, "facts">): boolean =>
  facts.isRemembered === true || (facts.reason !== undefined && words.includes(facts.reason));
