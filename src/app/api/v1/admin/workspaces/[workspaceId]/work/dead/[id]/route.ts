import { decideDead } from "@/server/admin/act";
import { decideDeadContract } from "@/server/http/contracts/oversight";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(decideDeadContract, ({ caller, params, body, deps }) => decideDead(deps, caller, { ...params, ...body })),
);
