import { endSessionContract } from "@/server/http/contracts/me";
import { answerTo, serve } from "@/server/http/serve";
import { endSession } from "@/server/people/sessions";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(endSessionContract, ({ caller, params }) => endSession(caller, params.id)),
);
