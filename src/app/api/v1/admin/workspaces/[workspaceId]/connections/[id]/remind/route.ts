import { remind } from "@/server/admin/act";
import { remindContract } from "@/server/http/contracts/oversight";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(remindContract, ({ caller, params: { workspaceId, id }, deps }) =>
    remind(deps, caller, { workspaceId, connectionId: id }),
  ),
);
