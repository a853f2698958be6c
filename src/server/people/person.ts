import { Problem } from "@/server/http/problem";

import { includesRole, type Role, type Scope } from "./roles";

export type User = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly isInstanceAdmin: boolean;
  readonly isDemo: boolean;
};

export type WorkspaceHere = { readonly id: string; readonly name: string; readonly slug: string; readonly role: Role };

/** Somebody signed in, as the database knows them at this moment. */
export type Person = {
  readonly kind: "person";
  readonly user: User;
  readonly workspace: WorkspaceHere | null;
  readonly role: Role | null;
  readonly isInstanceAdmin: boolean;
  readonly sessionId: string;
};

/** A machine with an API key of one workspace. */
export type KeyHolder = {
  readonly kind: "key";
  readonly keyId: string;
  readonly name: string;
  readonly workspaceId: string;
  readonly scopes: readonly string[];
};

export type Caller = Person | KeyHolder;

/** Where a caller may look, in the form the database asks for. */
export type Here = { readonly workspaceId: string; readonly userId?: string };

/** The rights of one read or change: the least role of a person, and the scope of a key where keys are let in. */
export type Needs = { readonly role: Role; readonly scope?: Scope };

/**
 * The one place that decides about rights in a workspace. Every function of src/server/people that touches a
 * workspace begins with it and uses the workspace it answers, never one named by the request.
 */
export function requireHere(caller: Caller, needs: Needs): Here {
  if (caller.kind === "key") {
    if (needs.scope === undefined) throw new Problem("key_not_accepted");
    if (!caller.scopes.includes(needs.scope)) throw new Problem("scope_missing");
    return { workspaceId: caller.workspaceId };
  }
  if (caller.workspace === null) throw new Problem("no_workspace");
  if (!includesRole(caller.role, needs.role)) throw new Problem("not_allowed");
  return { workspaceId: caller.workspace.id, userId: caller.user.id };
}

export function requireSelf(caller: Caller): Person {
  if (caller.kind === "key") throw new Problem("key_not_accepted");
  return caller;
}

export function requireInstance(caller: Caller): Person {
  const person = requireSelf(caller);
  if (!person.isInstanceAdmin) throw new Problem("not_allowed");
  return person;
}
