import { markReadContract } from "@/server/http/contracts/notifications";
import { answerTo, serve } from "@/server/http/serve";
import { readBell } from "@/server/notifications/load-bell";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(markReadContract, ({ deps, caller, body }) => readBell(deps, caller, body.upTo)),
);
