import { readBellContract } from "@/server/http/contracts/notifications";
import { answerTo, serve } from "@/server/http/serve";
import { loadBell } from "@/server/notifications/load-bell";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readBellContract, ({ deps, caller, query }) => loadBell(deps, caller, query.limit)),
);
