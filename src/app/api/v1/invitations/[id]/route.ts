import { revokeInvitationContract } from "@/server/http/contracts/invitations";
import { answerTo, serve } from "@/server/http/serve";
import { revokeInvitation } from "@/server/people/invitations";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(revokeInvitationContract, ({ caller, params }) => revokeInvitation(caller, params.id)),
);
