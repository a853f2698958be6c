import { decode } from "next-auth/jwt";

import { isToken } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import type { Env } from "@/lib/env";

import { readCookie, sessionCookieName } from "./cookies";

/**
 * All the session cookie holds: a random word whose hash is a row in `sessions`. Who that is and what they may do is
 * read from the database at each request, so the cookie can neither promise nor outlive anything.
 */
export type SessionToken = { readonly sid: string };

export function readSessionToken(token: unknown): Secret | null {
  const sid = (token as Partial<SessionToken> | null)?.sid;
  return typeof sid === "string" && isToken(sid) ? new Secret(sid) : null;
}

export async function findSessionToken(headers: Headers, env: Env): Promise<Secret | null> {
  const cookie = readCookie(headers, sessionCookieName(env.origin.startsWith("https://")));
  if (cookie === null || cookie === "") return null;
  try {
    return readSessionToken(await decode({ token: cookie, secret: env.sessions.secret.reveal() }));
  } catch {
    return null; // Forged, cut off, expired or sealed under a former secret: whichever it is, nobody is signed in.
  }
}
