import type { NextAuthOptions, Session } from "next-auth";
import type { JWT } from "next-auth/jwt";

import { chooseLocale } from "@/lib/i18n/locales";
import type { Visit } from "@/server/http/answering";
import { actorOf, recordAudit, workspaceOf } from "@/server/people/audit-log";

import { beginSession, finishSession } from "./begin-session";
import { authCookies, inviteCookieName, readCookie } from "./cookies";
import { credentialProviders } from "./credentials";
import { listProviders, toOAuthConfig, type SignInProvider } from "./providers";
import { resolveIdentity, type SignInRefusal } from "./resolve-identity";
import { findSessionToken, readSessionToken } from "./session-token";

/** One sign-in request: who turned out to be signing in is known in one callback and needed in the next. */
type Attempt = {
  readonly headers: Headers;
  readonly visit: Visit;
  readonly providers: readonly SignInProvider[];
  userId: string | null;
};

async function recordRefusedSignIn({ visit }: Attempt, provider: string, reason: SignInRefusal): Promise<void> {
  const { db } = visit.deps;
  await db.outsideWorkspace((tx) =>
    recordAudit(tx, {
      workspaceId: null,
      actor: { kind: "visitor", id: null },
      action: "sign-in.refused",
      detail: { provider, reason },
    }),
  );
}

/** True, or the page that says why not. */
async function decideSignIn(
  attempt: Attempt,
  provider: string,
  { user, profile }: { user: { id: string }; profile: unknown },
): Promise<true | string> {
  const { deps } = attempt.visit;
  const config = attempt.providers.find(({ id }) => id === provider);
  if (config === undefined) {
    attempt.userId = user.id; // Credentials: authorize() has answered whom they belong to.
    return true;
  }
  const isHttps = deps.env.origin.startsWith("https://");
  const browser = {
    sessionToken: await findSessionToken(attempt.headers, deps.env),
    inviteToken: readCookie(attempt.headers, inviteCookieName(isHttps)),
    locale: chooseLocale(attempt.headers.get("accept-language")),
  };
  const resolved = await deps.db.outsideWorkspace((tx) =>
    resolveIdentity(tx, { given: profile, trustsTenant: config.trustsTenant, browser }, deps),
  );
  if ("refused" in resolved) {
    await recordRefusedSignIn(attempt, provider, resolved.refused);
    return `${deps.env.origin}/sign-in?error=${resolved.refused}`;
  }
  attempt.userId = resolved.userId;
  return true;
}

async function beginAttempt(attempt: Attempt, method: string): Promise<JWT> {
  const { visit, headers, userId } = attempt;
  if (userId === null) throw new Error("A session was asked for before anybody was known.");
  const previous = await findSessionToken(headers, visit.deps.env);
  const token = await beginSession(visit.deps, {
    userId,
    method,
    userAgent: headers.get("user-agent"),
    address: visit.address,
    previous,
  });
  if (token === null) throw new Error("The person was disabled while signing in.");
  return { sid: token.reveal() };
}

/** A browser that tries to write into its session: nothing in there can be written, and somebody should know (S5). */
async function recordTampering({ visit }: Attempt): Promise<void> {
  const { caller, deps } = visit;
  if (caller === null) return;
  await deps.db.outsideWorkspace((tx) =>
    recordAudit(tx, { workspaceId: workspaceOf(caller), actor: actorOf(caller), action: "session.tampering" }),
  );
}

function showSession({ visit }: Attempt, expires: string): Session {
  const { caller } = visit;
  // Asked before anybody is signed in, or after the session was revoked: nobody, whatever the cookie says.
  if (caller?.kind !== "person") return {} as Session;
  return { user: { name: caller.user.name, email: caller.user.email }, expires };
}

export async function authOptions(visit: Visit, headers: Headers): Promise<NextAuthOptions> {
  const { deps } = visit;
  const { env, log } = deps;
  const attempt: Attempt = { headers, visit, providers: await listProviders(deps), userId: null };
  const isHttps = env.origin.startsWith("https://");
  return {
    secret: env.sessions.secret.reveal(),
    providers: [...attempt.providers.map(toOAuthConfig), ...credentialProviders(deps)],
    // No adapter: it would identify people by address and keep the provider's tokens in clear (docs/decisions/020).
    session: { strategy: "jwt", maxAge: env.sessions.absoluteHours * 3_600 },
    useSecureCookies: isHttps,
    cookies: authCookies(isHttps),
    pages: { signIn: "/sign-in", signOut: "/sign-in", error: "/sign-in" },
    callbacks: {
      signIn: ({ user, account, profile }) => decideSignIn(attempt, account?.provider ?? "", { user, profile }),
      jwt: async ({ token, account, trigger }) => {
        if (account) return beginAttempt(attempt, account.provider);
        if (trigger === "update") await recordTampering(attempt);
        const kept = readSessionToken(token);
        return kept === null ? {} : { sid: kept.reveal() };
      },
      session: ({ session }) => showSession(attempt, session.expires),
    },
    events: {
      signOut: async ({ token }) => {
        const ending = readSessionToken(token);
        if (ending !== null) await finishSession(deps, ending);
      },
    },
    logger: {
      error: (code, metadata) => {
        log.warn("Sign-in failed", { code, err: metadata });
      },
      warn: (code) => {
        log.warn("Sign-in warned", { code });
      },
      debug: () => undefined,
    },
  };
}
