import { readPushHealthContract } from "@/server/http/contracts/push";
import { answerTo, serve } from "@/server/http/serve";
import { readPushHealth } from "@/server/push/read-push";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readPushHealthContract, ({ deps, caller, params, query }) =>
    readPushHealth({ deps, caller, whose: { ...params, connectionId: query.connectionId } }),
  ),
);
