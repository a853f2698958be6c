import { listSentContract } from "@/server/http/contracts/notification-settings";
import { answerTo, serve } from "@/server/http/serve";
import { loadSent } from "@/server/notifications/replay-delivery";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listSentContract, async ({ deps, caller, params }) => ({
    deliveries: await loadSent(deps, caller, params.id),
  })),
);
