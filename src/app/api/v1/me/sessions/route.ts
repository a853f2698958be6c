import { endOtherSessionsContract, listSessionsContract } from "@/server/http/contracts/me";
import { answerTo, serve } from "@/server/http/serve";
import { endOtherSessions, listSessions } from "@/server/people/sessions";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listSessionsContract, async ({ caller }) => ({ sessions: await listSessions(caller) })),
  serve(endOtherSessionsContract, async ({ caller }) => ({ revoked: await endOtherSessions(caller) })),
);
