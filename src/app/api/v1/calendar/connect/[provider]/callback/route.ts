import { finishConnect } from "@/server/connections/finish-connect";
import { finishConnectContract } from "@/server/http/contracts/connections";
import { answerTo, Reply, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(finishConnectContract, async ({ caller, params, search }) => {
    const location = await finishConnect(caller, params.provider, search);
    return new Reply(undefined, { location });
  }),
);
