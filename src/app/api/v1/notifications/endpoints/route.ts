import { createEndpointContract } from "@/server/http/contracts/notification-settings";
import { answerTo, serve } from "@/server/http/serve";
import { createEndpoint } from "@/server/notifications/change-endpoints";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(createEndpointContract, ({ deps, caller, body }) => createEndpoint(deps, caller, body)),
);
