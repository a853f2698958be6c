import { inviteContract, listInvitationsContract } from "@/server/http/contracts/invitations";
import { answerTo, serve } from "@/server/http/serve";
import { invite, listInvitations } from "@/server/people/invitations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listInvitationsContract, async ({ caller }) => ({ invitations: await listInvitations(caller) })),
  serve(inviteContract, ({ caller, body }) => invite(caller, body)),
);
