import { listMeetingsContract } from "@/server/http/contracts/meetings";
import { answerTo, serve } from "@/server/http/serve";
import { loadMeetings } from "@/server/meetings/load-meetings";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(listMeetingsContract, async ({ deps, caller, query }) => ({
    meetings: await loadMeetings(deps, caller, query),
  })),
);
