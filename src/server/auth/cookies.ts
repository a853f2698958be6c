import type { CookiesOptions } from "next-auth";

/** Over https a __Host- cookie: no other host of the domain, and no page over http, can set or overwrite it (S14). */
const prefixed = (isHttps: boolean, name: string) => `${isHttps ? "__Host-" : ""}daykeeper.${name}`;

export const sessionCookieName = (isHttps: boolean): string => prefixed(isHttps, "session");
export const inviteCookieName = (isHttps: boolean): string => prefixed(isHttps, "invite");

/**
 * SameSite=Lax, not Strict: whoever opens Daykeeper from a link in a mail is signed in there, and the provider's answer
 * to a sign-in comes from another site. Changes are guarded by their origin (src/server/http/origin.ts).
 */
export function authCookies(isHttps: boolean): CookiesOptions {
  const cookie = (name: string, maxAge?: number) => ({
    name: prefixed(isHttps, name),
    options: {
      httpOnly: true,
      sameSite: "lax",
      path: "/",
      secure: isHttps,
      ...(maxAge === undefined ? {} : { maxAge }),
    },
  });
  const signInSeconds = 15 * 60;
  return {
    sessionToken: cookie("session"),
    callbackUrl: cookie("callback-url"),
    csrfToken: cookie("csrf-token"),
    pkceCodeVerifier: cookie("pkce", signInSeconds),
    state: cookie("state", signInSeconds),
    nonce: cookie("nonce", signInSeconds),
  } as CookiesOptions;
}

/** The invitation somebody looked at and may sign in with, for half an hour in this browser. */
export function inviteCookie(isHttps: boolean, token: string): string {
  return `${inviteCookieName(isHttps)}=${token}; Path=/; Max-Age=1800; HttpOnly; SameSite=Lax${isHttps ? "; Secure" : ""}`;
}

export function readCookie(headers: Headers, name: string): string | null {
  for (const part of (headers.get("cookie") ?? "").split(";")) {
    const [key = "", ...rest] = part.split("=");
    if (key.trim() === name) return rest.join("=").trim();
  }
  return null;
}
