import { isWire, type Wire } from "../wire-values";

/** Continuous access evaluation: we can answer a claims challenge, so tokens may live longer and end at once. */
const capabilities = { xms_cc: { values: ["cp1"] } };

/** The claims that a `WWW-Authenticate` asks for, decoded; null when it is no challenge. */
export function readChallenge(header: string | null): string | null {
  if (header === null || header.length > 16_384 || !/error="insufficient_claims"/i.test(header)) return null;
  const encoded = /claims="([A-Za-z0-9+/=_-]+)"/i.exec(header)?.[1];
  if (encoded === undefined) return null;
  const claims = parse(decode(encoded));
  return claims === null ? null : JSON.stringify(claims);
}

/** The `claims` parameter of a sign-in or token request. */
export function toClaims(challenge: string | null): string {
  const asked = challenge === null ? {} : (parse(challenge) ?? {});
  const token = isWire(asked["access_token"]) ? asked["access_token"] : {};
  return JSON.stringify({ ...asked, access_token: { ...token, ...capabilities } });
}

function decode(text: string): string {
  try {
    return atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  } catch (error) {
    if (error instanceof DOMException) return "";
    throw error;
  }
}

function parse(text: string): Wire | null {
  try {
    const value: unknown = JSON.parse(text);
    return isWire(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
