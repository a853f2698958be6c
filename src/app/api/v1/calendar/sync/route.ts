import { syncContract } from "@/server/http/contracts/sync";
import { answerTo, serve } from "@/server/http/serve";
import { syncNow } from "@/server/sync-now/sync-now";

export const maxDuration = 60;

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(syncContract, ({ deps, caller, body }) => syncNow(deps, caller, { mode: "manual", target: body })),
);
