import { discoverNow } from "@/server/connections/change-connection";
import { discoverCalendarsContract } from "@/server/http/contracts/connections";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(discoverCalendarsContract, ({ caller, params }) => discoverNow(caller, params.id)),
);
