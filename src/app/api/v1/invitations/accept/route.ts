import { acceptInvitationContract } from "@/server/http/contracts/invitations";
import { answerTo, serve } from "@/server/http/serve";
import { acceptInvitation } from "@/server/people/accept-invitation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(acceptInvitationContract, ({ caller, body }) => acceptInvitation(caller, body.token)),
);
