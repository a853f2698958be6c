import { hashToken, isToken, newToken } from "@/lib/ids";
import { Secret } from "@/lib/secret";
import { createPerson } from "@/server/db/people/identities";
import { acceptInvitationFor, findOpenInvitation, type FoundInvitation } from "@/server/db/people/invitations";
import { switchSessionTo } from "@/server/db/people/sessions";
import type { Tx } from "@/server/db/open-database";
import { getDeps } from "@/server/deps";
import { Problem } from "@/server/http/problem";

import { recordAudit } from "./audit-log";
import { requireSelf, type Caller } from "./person";
import type { Role } from "./roles";
import type { InvitationSeen } from "./shapes";

/** Wrong, used, revoked and expired are one answer: a stranger learns nothing by trying. */
async function requireInvitation(
  tx: Tx,
  token: string,
): Promise<{ invitation: FoundInvitation; tokenHash: Uint8Array }> {
  if (!isToken(token)) throw new Problem("link_ended");
  const tokenHash = hashToken(new Secret(token));
  const invitation = await findOpenInvitation(tx, tokenHash, getDeps().now());
  if (invitation === null) throw new Problem("link_ended");
  return { invitation, tokenHash };
}

export async function lookUpInvitation(token: string): Promise<InvitationSeen> {
  const { db, env } = getDeps();
  const { invitation } = await db.outsideWorkspace((tx) => requireInvitation(tx, token));
  return {
    workspace: { name: invitation.workspace_name },
    email: invitation.email,
    role: invitation.role as Role,
    invitedBy: invitation.inviter_name === null ? null : { name: invitation.inviter_name },
    mustSignIn: !env.demo || invitation.address_is_known,
  };
}

/** In the demo nobody has a provider to prove an address with, so the link alone makes a new demo person. */
async function createDemoPerson(tx: Tx, email: string): Promise<string> {
  const { now, random } = getDeps();
  const name = email.slice(0, email.indexOf("@"));
  const made = await createPerson(
    tx,
    { issuer: "demo", subject: newToken(random).reveal(), email, name, locale: "en", timeZone: "UTC", isDemo: true },
    now(),
  );
  // An account with that address exists: its owner signs in, nobody else becomes it (S31).
  if (made.outcome === "email_taken") throw new Problem("sign_in_required");
  await recordAudit(tx, {
    workspaceId: null,
    actor: { kind: "visitor", id: null },
    action: "person.created",
    subject: { kind: "person", id: made.userId },
  });
  return made.userId;
}

/**
 * The link opens the workspace to the person of the address it was sent to, and to nobody else: it never signs anybody
 * in and never joins an account that exists.
 */
export async function acceptInvitation(
  caller: Caller | null,
  token: string,
): Promise<{ workspaceId: string; userId: string }> {
  const { db, env, now } = getDeps();
  const person = caller === null ? null : requireSelf(caller);
  return db.outsideWorkspace(async (tx) => {
    const { invitation, tokenHash } = await requireInvitation(tx, token);
    if (person === null && !env.demo) throw new Problem("sign_in_required");
    const userId = person?.user.id ?? (await createDemoPerson(tx, invitation.email));
    const accepted = await acceptInvitationFor(tx, { tokenHash, userId }, now());
    if (accepted.outcome === "other_address") throw new Problem("other_address");
    if (accepted.outcome === "not_found") throw new Problem("link_ended");
    await recordAudit(tx, {
      workspaceId: accepted.workspaceId,
      actor: { kind: "person", id: userId },
      action: "member.joined",
      subject: { kind: "invitation", id: accepted.invitationId },
      detail: { role: accepted.role, outcome: accepted.outcome },
    });
    if (person !== null) await switchSessionTo(tx, { userId, sessionId: person.sessionId }, accepted.workspaceId);
    return { workspaceId: accepted.workspaceId, userId };
  });
}
