import { refreshTokensContract } from "@/server/http/contracts/tokens";
import { answerTo, serve } from "@/server/http/serve";
import { refreshTokens } from "@/server/tokens/refresh-tokens";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(refreshTokensContract, ({ caller, params }) => refreshTokens(caller, params.provider)),
);
