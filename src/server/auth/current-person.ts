import { cache } from "react";

import { headers } from "next/headers";
import { notFound, redirect } from "next/navigation";

import { inRequestScope } from "@/lib/request-scope";
import { requireOversight } from "@/server/admin/oversight";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";
import { refusals } from "@/server/http/problem-codes";
import { actorOf, recordAudit, workspaceOf } from "@/server/people/audit-log";
import { requireHere, type Person } from "@/server/people/person";
import type { Role } from "@/server/people/roles";

import { findCaller } from "./find-caller";
import { findSessionToken } from "./session-token";

/** Who is looking at this page, read from the database once per request. Null: nobody is signed in. */
export const findPerson = cache(async (): Promise<Person | null> => {
  const { db, env, now } = getDeps();
  const token = await findSessionToken(await headers(), env);
  if (token === null) return null;
  const caller = await db.outsideWorkspace((tx) =>
    findCaller(tx, { kind: "session", token }, { now: now(), idleMinutes: env.sessions.idleMinutes }),
  );
  return caller?.kind === "person" ? caller : null;
});

/** The page somebody asked for, as src/proxy.ts noted it; only ever a path of ours. */
async function here(): Promise<string> {
  const path = (await headers()).get("x-path") ?? "/";
  return /^\/(?![/\\])/.test(path) ? path : "/";
}

export async function requirePerson(): Promise<Person> {
  const person = await findPerson();
  return person ?? redirect(`/sign-in?next=${encodeURIComponent(await here())}`);
}

/** A page somebody may not see looks like one that does not exist; the attempt stands in the audit log. */
async function orNotFound(person: Person, check: () => unknown): Promise<Person> {
  try {
    check();
    return person;
  } catch (error) {
    if (!(error instanceof Problem) || !refusals.has(error.code)) throw error;
    await recordPageRefusal(person, error);
    return notFound();
  }
}

async function recordPageRefusal(person: Person, problem: Problem): Promise<void> {
  const requestId = (await headers()).get("x-request-id") ?? "";
  const page = (await here()).split("?")[0] ?? "/";
  await inRequestScope({ requestId }, () =>
    getDeps().db.outsideWorkspace((tx) =>
      recordAudit(tx, {
        workspaceId: workspaceOf(person),
        actor: actorOf(person),
        action: "access.refused",
        subject: { kind: "page", id: page },
        detail: { code: problem.code },
      }),
    ),
  );
}

export async function requireRole(role: Role): Promise<Person> {
  const person = await requirePerson();
  return orNotFound(person, () => requireHere(person, { role }));
}

/** Managers and admins of the workspace they are in, and instance admins. */
export async function requireOverseer(): Promise<Person> {
  const person = await requirePerson();
  return orNotFound(person, () => requireOversight(person));
}
