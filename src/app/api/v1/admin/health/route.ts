import { loadOverview, versionOf } from "@/server/admin/load-overview";
import { readOverviewContract } from "@/server/http/contracts/oversight";
import { answerTo, Reply, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readOverviewContract, async ({ caller, query, headers, deps }) => {
    const overview = await loadOverview(deps, caller, query);
    const etag = versionOf(overview);
    return headers.get("if-none-match") === etag ? new Reply(undefined, { etag }, 304) : new Reply(overview, { etag });
  }),
);
