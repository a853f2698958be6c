import { sendTestContract } from "@/server/http/contracts/notification-settings";
import { answerTo, serve } from "@/server/http/serve";
import { sendTest } from "@/server/notifications/send-test";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(sendTestContract, ({ deps, caller, body }) => sendTest(deps, caller, body)),
);
