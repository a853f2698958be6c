import { removeEndpointContract } from "@/server/http/contracts/notification-settings";
import { answerTo, serve } from "@/server/http/serve";
import { deleteEndpoint } from "@/server/notifications/change-endpoints";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(removeEndpointContract, ({ deps, caller, params }) => deleteEndpoint(deps, caller, params.id)),
);
