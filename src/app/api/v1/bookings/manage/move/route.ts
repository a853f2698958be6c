import { moveByLink } from "@/server/booking/manage-link";
import { moveByLinkContract } from "@/server/http/contracts/booking";
import { answerTo, Reply, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(moveByLinkContract, async ({ deps, body }) => {
    const answer = await moveByLink(deps, body);
    return new Reply(answer.body, {}, answer.status);
  }),
);
