import { readQuarantine } from "@/server/health/histories";
import { readQuarantineContract } from "@/server/http/contracts/calendar-detail";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readQuarantineContract, ({ deps, caller, params }) => readQuarantine({ deps, caller, calendarId: params.id })),
);
