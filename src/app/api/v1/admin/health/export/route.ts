import { exportConnections } from "@/server/admin/export-connections";
import { exportOverseenContract } from "@/server/http/contracts/oversight";
import { answerTo, Reply, serve } from "@/server/http/serve";

const headers = { "content-disposition": 'attachment; filename="calendar-health.csv"' };

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(exportOverseenContract, async ({ caller, query, deps }) => {
    return new Reply(await exportConnections(deps, caller, query), headers);
  }),
);
