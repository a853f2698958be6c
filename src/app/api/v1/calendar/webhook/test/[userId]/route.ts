import { testPushContract } from "@/server/http/contracts/push";
import { answerTo, serve } from "@/server/http/serve";
import { testPush } from "@/server/push/test-push";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(testPushContract, ({ deps, caller, params, query }) =>
    testPush({ deps, caller, whose: { ...params, connectionId: query.connectionId } }),
  ),
);
