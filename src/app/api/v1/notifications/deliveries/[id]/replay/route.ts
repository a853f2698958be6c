import { replayDeliveryContract } from "@/server/http/contracts/notification-settings";
import { answerTo, serve } from "@/server/http/serve";
import { replayDelivery } from "@/server/notifications/replay-delivery";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(replayDeliveryContract, ({ deps, caller, params }) => replayDelivery(deps, caller, params.id)),
);
