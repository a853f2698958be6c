import { loadOverseen } from "@/server/admin/load-connections";
import { listOverseenContract } from "@/server/http/contracts/oversight";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listOverseenContract, ({ caller, query, deps }) => loadOverseen(deps, caller, query)),
);
