import { changeSecretContract } from "@/server/http/contracts/notification-settings";
import { answerTo, serve } from "@/server/http/serve";
import { rotateSecret } from "@/server/notifications/rotate-secret";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(changeSecretContract, ({ deps, caller, params }) => rotateSecret(deps, caller, params.id)),
);
