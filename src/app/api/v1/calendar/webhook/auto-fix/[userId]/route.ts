import { repairPushContract } from "@/server/http/contracts/push";
import { answerTo, serve } from "@/server/http/serve";
import { repairPush } from "@/server/push/act-on-channels";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(repairPushContract, ({ deps, caller, params, query }) =>
    repairPush({ deps, caller, whose: { ...params, connectionId: query.connectionId } }),
  ),
);
