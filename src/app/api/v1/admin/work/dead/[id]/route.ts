import { discardDeadWorkContract } from "@/server/http/contracts/dead-work";
import { answerTo, serve } from "@/server/http/serve";
import { discardDead } from "@/server/work/dead-letters";

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = answerTo(
  serve(discardDeadWorkContract, ({ caller, params }) => discardDead(caller, params.id)),
);
