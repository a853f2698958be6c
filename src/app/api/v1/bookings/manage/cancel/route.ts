import { cancelByLink } from "@/server/booking/manage-link";
import { cancelByLinkContract } from "@/server/http/contracts/booking";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(cancelByLinkContract, ({ deps, body }) => cancelByLink(deps, body.token)),
);
