import { stopPushContract } from "@/server/http/contracts/push";
import { answerTo, serve } from "@/server/http/serve";
import { stopPush } from "@/server/push/act-on-channels";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(stopPushContract, ({ deps, caller, params, query }) =>
    stopPush({ deps, caller, whose: { ...params, connectionId: query.connectionId } }),
  ),
);
