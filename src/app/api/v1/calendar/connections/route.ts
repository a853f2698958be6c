import { listConnections } from "@/server/connections/list-connections";
import { listConnectionsContract } from "@/server/http/contracts/connections";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listConnectionsContract, ({ caller, query }) => listConnections(caller, query)),
);
