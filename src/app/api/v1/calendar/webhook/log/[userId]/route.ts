import { readPushLogContract } from "@/server/http/contracts/push";
import { answerTo, serve } from "@/server/http/serve";
import { readPushLog } from "@/server/push/read-push";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readPushLogContract, ({ deps, caller, params, query }) =>
    readPushLog({ deps, caller, whose: { ...params, connectionId: query.connectionId } }, query),
  ),
);
