import type { CredentialsConfig } from "next-auth/providers/credentials";

import { hashToken, isToken } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { spendOneTimeLink } from "@/server/db/people/one-time-links";
import { findUser } from "@/server/db/people/users";
import type { Deps } from "@/server/deps";

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

type Given = Record<string, unknown> | undefined;

/** A person of the demo, chosen from a list, without a password. It does not exist outside the demo. */
async function findDemoPerson(deps: Deps, given: Given): Promise<{ id: string } | null> {
  const userId = given?.userId;
  if (!deps.env.demo || typeof userId !== "string" || !uuid.test(userId)) return null;
  const user = await deps.db.outsideWorkspace((tx) => findUser(tx, userId));
  return user?.isDemo ? { id: user.id } : null;
}

/** The holder of a one-time link, once. */
async function findLinkHolder(deps: Deps, given: Given): Promise<{ id: string } | null> {
  const token = given?.token;
  if (typeof token !== "string" || !isToken(token)) return null;
  const userId = await deps.db.outsideWorkspace((tx) => spendOneTimeLink(tx, hashToken(new Secret(token)), deps.now()));
  return userId === null ? null : { id: userId };
}

type Authorize = (deps: Deps, given: Given) => Promise<{ id: string } | null>;

export function credentialProviders(deps: Deps): CredentialsConfig[] {
  const provider = (id: string, name: string, authorize: Authorize): CredentialsConfig => ({
    id,
    name,
    type: "credentials",
    credentials: {},
    authorize: (given) => authorize(deps, given),
  });
  const once = provider("once", "One-time link", findLinkHolder);
  return deps.env.demo ? [once, provider("demo", "Demo", findDemoPerson)] : [once];
}
