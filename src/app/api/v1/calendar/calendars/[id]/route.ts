import { changeCalendar } from "@/server/connections/change-calendar";
import { changeCalendarContract } from "@/server/http/contracts/connections";
import { answerTo, serve } from "@/server/http/serve";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(changeCalendarContract, ({ caller, params, body }) => changeCalendar(caller, params.id, body)),
);
