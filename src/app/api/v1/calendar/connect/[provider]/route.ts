import { startConnect } from "@/server/connections/start-connect";
import { startConnectContract } from "@/server/http/contracts/connections";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(startConnectContract, ({ caller, params, body }) => startConnect(caller, params.provider, body)),
);
