import { changeWorkingHoursContract, readWorkingHoursContract } from "@/server/http/contracts/working-hours";
import { answerTo, serve } from "@/server/http/serve";
import { changeWorkingHours, readWorkingHours } from "@/server/people/working-hours";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(readWorkingHoursContract, ({ deps, caller }) => readWorkingHours(deps, caller)),
  serve(changeWorkingHoursContract, ({ deps, caller, body }) => changeWorkingHours(deps, caller, body)),
);
