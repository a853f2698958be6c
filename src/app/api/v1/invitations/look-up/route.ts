import { inviteCookie } from "@/server/auth/cookies";
import { lookUpInvitationContract } from "@/server/http/contracts/invitations";
import { answerTo, Reply, serve } from "@/server/http/serve";
import { lookUpInvitation } from "@/server/people/accept-invitation";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(
    lookUpInvitationContract,
    async ({ body, deps }) =>
      new Reply(await lookUpInvitation(body.token), {
        "set-cookie": inviteCookie(deps.env.origin.startsWith("https://"), body.token),
      }),
  ),
);
