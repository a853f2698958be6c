import { replayDeadWorkContract } from "@/server/http/contracts/dead-work";
import { answerTo, serve } from "@/server/http/serve";
import { replayDead } from "@/server/work/dead-letters";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(replayDeadWorkContract, ({ caller, params }) => replayDead(caller, params.id)),
);
