import { hashToken, newToken } from "@/lib/ids";
import { createOneTimeLink } from "@/server/db/people/one-time-links";
import { createInstanceAdmin } from "@/server/db/people/users";
import { getDeps } from "@/server/deps";

import { recordAudit } from "./audit-log";

const validMinutes = 60;

/**
 * Run by the operator on the machine itself: whoever may start it holds the database anyway. The link signs in once;
 * signing in with a provider in that browser afterwards makes the provider's account theirs.
 */
export async function makeInstanceAdmin(person: {
  readonly email: string;
  readonly name: string;
}): Promise<{ link: string; validMinutes: number }> {
  const { db, env, now, random } = getDeps();
  const token = newToken(random);
  const at = now();
  await db.outsideWorkspace(async (tx) => {
    const userId = await createInstanceAdmin(tx, person, at);
    await createOneTimeLink(
      tx,
      {
        tokenHash: hashToken(token),
        purpose: "sign-in",
        userId,
        expiresAt: new Date(at.getTime() + validMinutes * 60_000),
      },
      at,
    );
    await recordAudit(tx, {
      workspaceId: null,
      actor: { kind: "system", id: "admin:create" },
      action: "instance_admin.created",
      subject: { kind: "person", id: userId },
    });
  });
  return { link: `${env.origin}/sign-in/once#${token.reveal()}`, validMinutes };
}
