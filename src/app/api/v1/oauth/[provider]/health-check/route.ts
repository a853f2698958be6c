import { checkTokensContract } from "@/server/http/contracts/tokens";
import { answerTo, serve } from "@/server/http/serve";
import { checkTokens } from "@/server/tokens/check-tokens";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(checkTokensContract, ({ caller, params }) => checkTokens(caller, params.provider)),
);
