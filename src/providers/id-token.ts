import { ProviderError } from "@/core/errors/provider-error";
import { isWire, textOf, type Wire } from "./wire-values";

export type IdTokenRules = {
  readonly provider: string;
  readonly clientId: string;
  readonly nonce: string;
  readonly now: Date;
  readonly acceptsIssuer: (issuer: string, claims: Wire) => boolean;
};
/** Clocks differ. */
const leewayMs = 5 * 60_000;

/**
 * Who signed in. The token came from the token endpoint itself, over the connection whose certificate we checked: by
 * OpenID Connect Core 3.1.3.7 (6) that stands in for its signature. Everything else it says is checked.
 */
export function readIdToken(
  idToken: unknown,
  rules: IdTokenRules,
): Wire & { readonly iss: string; readonly sub: string } {
  const claims = decodeClaims(idToken);
  if (claims === null) return refuse(rules, "id_token_unreadable");
  const issuer = textOf(claims["iss"]);
  const subject = textOf(claims["sub"]);
  const { aud: audience, exp: expires, nonce } = claims;
  if (issuer === null || !rules.acceptsIssuer(issuer, claims)) return refuse(rules, "id_token_issuer");
  if (subject === null || subject.length > 255) return refuse(rules, "id_token_subject");
  if (audience !== rules.clientId) return refuse(rules, "id_token_audience");
  if (typeof expires !== "number" || expires * 1_000 < rules.now.getTime() - leewayMs)
    return refuse(rules, "id_token_expired");
  if (nonce !== rules.nonce) return refuse(rules, "id_token_nonce");
  return { ...claims, iss: issuer, sub: subject };
}

/** Nothing of it is kept; signing in once more is all that helps. */
function refuse({ provider }: IdTokenRules, reason: string): never {
  throw new ProviderError("grant_lost", { provider, operation: "exchangeCode", reason, action: "reconnect" });
}

function decodeClaims(token: unknown): Wire | null {
  const part = typeof token === "string" ? token.split(".")[1] : undefined;
  if (part === undefined || part === "") return null;
  try {
    const bytes = Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isWire(claims) ? claims : null;
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof TypeError || error instanceof DOMException) return null;
    throw error;
  }
}
