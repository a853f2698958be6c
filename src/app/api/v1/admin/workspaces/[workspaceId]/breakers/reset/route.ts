import { resetBreakerOf } from "@/server/admin/act";
import { resetBreakerContract } from "@/server/http/contracts/oversight";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(resetBreakerContract, ({ caller, params, body, deps }) => resetBreakerOf(deps, caller, { ...params, ...body })),
);
