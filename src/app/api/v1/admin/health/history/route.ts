import { loadHistory } from "@/server/admin/load-history";
import { readHealthHistoryContract } from "@/server/http/contracts/oversight";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readHealthHistoryContract, ({ caller, query, deps }) => loadHistory(deps, caller, query)),
);
