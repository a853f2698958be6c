import { recreatePushContract } from "@/server/http/contracts/push";
import { answerTo, serve } from "@/server/http/serve";
import { recreatePush } from "@/server/push/act-on-channels";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(recreatePushContract, ({ deps, caller, params, query }) =>
    recreatePush({ deps, caller, whose: { ...params, connectionId: query.connectionId } }),
  ),
);
