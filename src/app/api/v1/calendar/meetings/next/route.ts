import { nextMeetingsContract } from "@/server/http/contracts/calendar-detail";
import { answerTo, serve } from "@/server/http/serve";
import { loadNextMeetings } from "@/server/meetings/load-next-meetings";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(nextMeetingsContract, async ({ deps, caller, query }) => ({
    meetings: await loadNextMeetings(deps, caller, query.limit),
  })),
);
