import { changeConnection } from "@/server/connections/change-connection";
import { disconnect } from "@/server/connections/disconnect";
import { changeConnectionContract, disconnectContract } from "@/server/http/contracts/connections";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(changeConnectionContract, ({ caller, params, body }) => changeConnection(caller, params.id, body)),
  serve(disconnectContract, ({ caller, params, query }) => disconnect(caller, params.id, query.keepEvents === "true")),
);
