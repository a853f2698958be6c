import { verifyPushContract } from "@/server/http/contracts/push";
import { answerTo, serve } from "@/server/http/serve";
import { verifyPush } from "@/server/push/act-on-channels";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(verifyPushContract, ({ deps, caller, params, query }) =>
    verifyPush({ deps, caller, whose: { ...params, connectionId: query.connectionId } }),
  ),
);
