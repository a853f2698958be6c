import { revokeKeyContract } from "@/server/http/contracts/keys";
import { answerTo, serve } from "@/server/http/serve";
import { revokeKey } from "@/server/people/api-keys";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(revokeKeyContract, ({ caller, params }) => revokeKey(caller, params.id)),
);
